"""From a transcript to the starts of segments: used at once where sure, proposed where not, never against a host."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from episodes.models import Segment
from episodes.notes.apply import apply_notes
from tests.desk import form_on
from tests.factories import EpisodeFactory, PersonFactory, ShowHostFactory
from tests.transcripts import test_align_segments as said
from transcripts.finding import find_chapters
from transcripts.importing import choose, import_transcript, read_transcript

pytestmark = pytest.mark.django_db

NOTES = """\
**Ada #1:** [**Locust**](https://locust.example)

- A load testing tool. Swarm your website with many users.

**Bo #2:** [**Poetry**](https://poetry.example)

- Dependency management: lock files, publishing packages.

**Extras**

Ada:

- A conference in Lisbon.

Bo:

- The new edition of the cookbook.

**Joke:** Two spaces
"""


def vtt(cues):
    def clock(time):
        seconds = time.total_seconds()
        return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"

    body = "\n\n".join(f"{clock(cue.start)} --> {clock(cue.end)}\n{cue.text}" for cue in cues)
    return f"WEBVTT\n\n{body}\n".encode()


@pytest.fixture
def spoken():
    """What is said, and when the parts begin."""
    return said.talk(said.OPENING, said.ON_LOCUST, said.ON_POETRY, said.ON_EXTRAS, said.ON_JOKE)


@pytest.fixture
def episode(show, spoken):
    for name in ("Ada Lane", "Bo Moss"):
        ShowHostFactory(show=show, person=PersonFactory(name=name, slug=name.split()[0].lower()))
    episode = EpisodeFactory(show=show, number=12, notes=NOTES)
    apply_notes(episode)
    transcript, _ = import_transcript(episode, read_transcript("12.vtt", vtt(spoken[0])))
    choose(transcript)
    return episode


def starts(episode):
    return {
        segment.heading: segment.start.total_seconds() if segment.start is not None else None
        for segment in episode.segments.all()
    }


def test_starts_that_are_sure_are_used_at_once(episode, spoken):
    find_chapters(episode)

    _, (_, locust, poetry, _, joke) = spoken
    found = starts(episode)
    assert (found["Locust"], found["Poetry"], found["Two spaces"]) == (locust, poetry, joke)
    assert set(episode.segments.exclude(start=None).values_list("start_origin", flat=True)) == {"found"}


def test_the_extras_of_several_hosts_start_once(episode, spoken):
    find_chapters(episode)

    extras = episode.segments.filter(kind="extra").order_by("order")
    assert [segment.proposed_start is not None for segment in extras] == [True, False]


def test_what_is_not_sure_waits_for_a_host(episode, monkeypatch):
    monkeypatch.setattr("transcripts.finding.SURE", 1.1)

    found = find_chapters(episode)

    assert found.used == 0
    assert found.to_confirm >= 3
    assert episode.segments.exclude(start=None).count() == 0


def test_a_confirmed_start_is_never_moved(episode):
    find_chapters(episode)
    locust = episode.segments.get(title="Locust")
    locust.start = timedelta(seconds=3)
    locust.start_is_confirmed()
    locust.save()

    find_chapters(episode)

    locust.refresh_from_db()
    assert (locust.start, locust.start_origin) == (timedelta(seconds=3), "host")


def test_a_start_typed_in_the_notes_is_never_moved(episode):
    episode.notes = NOTES.replace("**Ada #1:**", "**Ada #1:** [00:05]")
    episode.save()
    apply_notes(episode)

    find_chapters(episode)

    assert starts(episode)["Locust"] == 5


def test_a_start_that_a_host_has_taken_away_does_not_come_back(episode):
    find_chapters(episode)
    locust = episode.segments.get(title="Locust")
    locust.start = None
    locust.start_is_confirmed()
    locust.save()

    find_chapters(episode)

    locust.refresh_from_db()
    assert (locust.start, locust.awaits_a_host) == (None, False)


def test_a_better_transcript_moves_what_nobody_has_confirmed(episode, spoken):
    find_chapters(episode)
    later = [
        type(cue)(start=cue.start + timedelta(seconds=60), end=cue.end + timedelta(seconds=60), text=cue.text)
        for cue in spoken[0]
    ]
    transcript, _ = import_transcript(episode, read_transcript("better.vtt", vtt(later)))
    choose(transcript)

    find_chapters(episode)

    assert starts(episode)["Locust"] == spoken[1][1] + 60


def test_without_a_transcript_everything_stays(show):
    episode = EpisodeFactory(show=show, notes=NOTES)
    apply_notes(episode)

    assert find_chapters(episode).unheard == 0
    assert not episode.segments.exclude(start=None).exists()


def test_looking_again_changes_nothing_and_writes_nothing(episode, show):
    find_chapters(episode)
    show.refresh_from_db()
    before = show.revision

    find_chapters(episode)

    show.refresh_from_db()
    assert show.revision == before


def test_pages_feed_and_chapters_follow(client, episode):
    find_chapters(episode)

    page = client.get(episode.get_absolute_url()).content.decode()
    chapters = client.get(episode.chapters_url).json()["chapters"]

    assert 'data-start="21"' in page
    assert chapters[0]["startTime"] == 21


def test_the_command_tells_what_it_found_and_looks_once(episode):
    def run(*options):
        call_command("find_chapters", *options, stdout=(told := StringIO()))
        return told.getvalue()

    assert run().startswith("1 episodes: 4 starts found and used")
    assert run().startswith("0 episodes")
    assert run("--all").startswith("1 episodes: 4 starts")
    assert run("--all", "--show", "another").startswith("0 episodes")


def work():
    while result := DBTaskResult.objects.ready().first():
        result.claim("tests")
        kwargs = result.args_kwargs
        result.set_successful(result.task.call(*kwargs["args"], **kwargs["kwargs"]))


def test_saving_an_episode_looks_in_the_background(episode, admin_client, django_capture_on_commit_callbacks):
    address = reverse("admin:episodes_episode_change", args=[episode.pk])
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(address, form_on(admin_client.get(address)))
    assert response.status_code == 302
    work()

    assert starts(episode)["Poetry"] is not None


def test_a_host_confirms_all_at_once(episode, admin_client):
    find_chapters(episode)

    address = reverse("admin:episodes_episode_changelist")
    admin_client.post(address, {"action": "confirm_starts", "_selected_action": [episode.pk]})

    assert set(episode.segments.exclude(start=None).values_list("start_origin", flat=True)) == {"host"}


def test_hosts_find_the_episodes_that_wait_for_them(episode, admin_client):
    Segment.objects.filter(title="Locust").update(
        proposed_start=timedelta(seconds=9), proposed_confidence=0.5
    )
    EpisodeFactory(show=episode.show, title="Nothing to say")

    page = admin_client.get(reverse("admin:episodes_episode_changelist"), {"starts": "proposed"})

    assert [row.pk for row in page.context["cl"].result_list] == [episode.pk]


def test_finding_costs_few_queries(episode, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        find_chapters(episode)


def test_the_bench_scores_a_folder_and_writes_what_it_found(corpus, tmp_path):
    import json

    target = tmp_path / "found.json"
    call_command("bench_chapters", corpus / "chapters", "--json", target, stdout=(told := StringIO()))

    assert "topic" in told.getvalue()
    [first, *_] = json.loads(target.read_text())
    assert first["episode"] == 22
    assert set(first["segments"][0]) == {"position", "start", "confidence"}
    assert [segment["position"] for segment in first["segments"]] == list(range(1, 10))
