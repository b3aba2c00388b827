"""The desk: the admin's first page says what waits for a host."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from downloads.models import HourCount
from episodes.models import Credit, Episode, LinkCheck, Recording, Segment, Show
from inbox.models import Correction, Story
from showsite.imports.models import ImportRun
from tests.factories import (
    CorrectionFactory,
    CreditFactory,
    EpisodeFactory,
    LinkFactory,
    MemberFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    StoryFactory,
    TranscriptFactory,
)
from transcripts.models import Speaker, Transcript

pytestmark = pytest.mark.django_db

DESK = reverse("admin:index")
CHECK = "episodes.audio.checking.check_recording"
CARDS = "episodes.cards.making.draw_cards_of"


def panel(client, name, **query):
    """The lines of a panel as (text, note); None where the desk has no such panel, or an empty one."""
    desk = client.get(DESK, query).context["desk"]
    found = next((panel for panel in desk.panels if panel.name == name), None)
    return found and [(line.text, line.note) for line in found.lines]


def checks(client):
    """What the next episode has and lacks."""
    desk = client.get(DESK).context["desk"]
    (line,) = next(panel for panel in desk.panels if panel.name == "next").lines
    return {check.text: check.done for check in line.checks}


def failed(task, *args, at=None, status="FAILED", error="builtins.ValueError"):
    at = at or timezone.now()
    row = DBTaskResult.objects.create(
        id=uuid4(),
        status=status,
        task_path=task,
        args_kwargs={"args": list(args), "kwargs": {}},
        backend_name="default",
        run_after=at,
        exception_class_path=error,
        finished_at=at,
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=at)
    return row


def member(show, role):
    return MemberFactory(show=show, role=role).user


class TestTheNextEpisode:
    def test_is_the_one_that_is_scheduled_first(self, admin_client, show):
        EpisodeFactory(show=show, number=1, draft=True)
        EpisodeFactory(show=show, number=3, published_at=timezone.now() + timedelta(days=9))
        EpisodeFactory(show=show, number=2, title="Soon", published_at=timezone.now() + timedelta(days=2))

        assert [text for text, _ in panel(admin_client, "next")] == ["2 · Soon"]

    def test_is_else_the_draft_with_the_next_number_and_not_one_left_behind(self, admin_client, show):
        EpisodeFactory(show=show, number=3, draft=True)
        EpisodeFactory(show=show, number=128)
        EpisodeFactory(show=show, number=130, draft=True)
        EpisodeFactory(show=show, number=129, title="Queues", draft=True)

        assert panel(admin_client, "next") == [("129 · Queues", "a draft")]

    def test_of_which_everything_may_be_missing(self, admin_client, show):
        EpisodeFactory(show=show, title="", draft=True)

        assert checks(admin_client) == {
            "a title": False,
            "notes": False,
            "people": False,
            "audio": False,
            "a transcript": False,
            "the starts of segments": False,
            "a date": False,
        }

    def test_of_which_everything_may_be_there(self, admin_client, show):
        episode = EpisodeFactory(show=show, notes="# Notes", scheduled=True)
        Episode.objects.filter(pk=episode.pk).update(
            audio_key="a.mp3", audio_bytes=1, audio_type="audio/mpeg", audio_duration=timedelta(seconds=1)
        )
        TranscriptFactory(episode=episode)
        CreditFactory(episode=episode)
        SegmentFactory(episode=episode, start=timedelta(seconds=4))
        SegmentFactory(episode=episode, kind="links", start=None)

        assert set(checks(admin_client).values()) == {True}

    def test_of_which_starts_are_counted(self, admin_client, show):
        episode = EpisodeFactory(show=show, draft=True)
        CreditFactory(episode=episode)
        CreditFactory(episode=episode)
        SegmentFactory(episode=episode, start=timedelta(seconds=4))
        SegmentFactory.create_batch(2, episode=episode)

        assert checks(admin_client)["the starts of 2 segments"] is False

    def test_leads_to_the_place_where_a_host_sees_to_it(self, admin_client, show):
        episode = EpisodeFactory(show=show, draft=True)

        page = admin_client.get(DESK).content.decode()

        assert f"/admin/episodes/episode/{episode.pk}/change/#id_audio_file" in page


def test_drafts_are_listed_with_the_last_changed_first_and_the_rest_counted(admin_client, show):
    EpisodeFactory.create_batch(10, show=show, draft=True)
    Episode.objects.filter(number=Episode.objects.first().number).update(title="Changed just now")

    page = admin_client.get(DESK)

    assert len(panel(admin_client, "drafts")) == 8
    assert "Changed just now" in panel(admin_client, "drafts")[0][0]
    assert "and 2 more" in page.content.decode()
    assert "/admin/episodes/episode/?state=draft" in page.content.decode()


def test_scheduled_episodes_are_listed_in_the_time_zone_of_the_show(admin_client, show):
    Show.objects.update(time_zone="Europe/Oslo")
    EpisodeFactory(show=show, number=9, title="Post", published_at=datetime(2099, 1, 5, 5, tzinfo=UTC))

    assert panel(admin_client, "scheduled") == [("9 · Post", "Mon 5 Jan 2099, 06:00")]


def test_stories_and_corrections_that_wait_are_listed(admin_client, show):
    StoryFactory(show=show, url="https://wax.example/1", why="It lasts.")
    StoryFactory(show=show, state="planned")
    CorrectionFactory(episode=EpisodeFactory(show=show, number=7, title="Wax"), suggestion="Words.")
    CorrectionFactory(episode=EpisodeFactory(show=show), state="applied")

    assert panel(admin_client, "stories") == [("wax.example", "It lasts.")]
    assert panel(admin_client, "corrections") == [("7 · Wax, 00:04", "Words.")]


def test_what_a_listener_wrote_is_text(admin_client, show):
    StoryFactory(show=show, why="<script>alert(1)</script>")

    assert "<script>alert" not in admin_client.get(DESK).content.decode()


def test_labels_that_mean_nobody_are_listed_by_transcript(admin_client, show):
    transcript = TranscriptFactory(episode=EpisodeFactory(show=show, number=7, title="Wax"))
    Speaker.objects.create(transcript=transcript, label="Speaker 1")
    Speaker.objects.create(transcript=transcript, label="Speaker 2")
    Speaker.objects.create(transcript=transcript, label="Ada", person=PersonFactory())
    Speaker.objects.create(
        transcript=TranscriptFactory(episode=transcript.episode, chosen=False), label="Not shown"
    )
    TranscriptFactory(episode=EpisodeFactory(show=show))

    assert panel(admin_client, "speakers") == [("7 · Wax", "Speaker 1, Speaker 2")]


def test_links_that_lead_nowhere_are_listed_by_episode(admin_client, show):
    segment = SegmentFactory(episode=EpisodeFactory(show=show, number=7, title="Wax"))
    for path in ("gone#top", "gone", "lost", "well"):
        LinkFactory(segment=segment, url=f"https://a.example/{path}")
    LinkFactory(segment__episode__show=show, url="https://a.example/well")
    for path, problem in (("gone", "404"), ("lost", "No answer."), ("well", ""), ("unused", "404")):
        LinkCheck.objects.create(url=f"https://a.example/{path}", problem=problem, checked_at=timezone.now())

    assert panel(admin_client, "links") == [
        ("7 · Wax", "https://a.example/gone#top, https://a.example/gone and 1 more")
    ]


def test_audio_that_was_refused_or_cut_is_listed_until_a_better_file_comes(admin_client, show):
    episodes = [EpisodeFactory(show=show, number=n, title="Wax") for n in (1, 2, 3)]
    ago = timezone.now() - timedelta(hours=2)
    Recording.objects.create(
        episode=episodes[0], name="a.mp3", bytes=1, state="refused", refusal="It is a picture."
    )
    Recording.objects.create(episode=episodes[1], name="b.mp3", bytes=1, state="uploading", uploaded_at=ago)
    Recording.objects.create(episode=episodes[2], name="c.mp3", bytes=1, state="refused", uploaded_at=ago)
    Recording.objects.create(episode=episodes[2], name="d.mp3", bytes=1, state="ready")

    (refused, cut) = panel(admin_client, "audio")
    assert refused == ("1 · Wax", "a.mp3: It is a picture.")
    assert cut[1].startswith("b.mp3 began 2\xa0hours ago and is not here yet.")


def test_downloads_of_the_last_episodes_are_shown(admin_client, show):
    EpisodeFactory(show=show, number=1, title="Unheard")
    episode = EpisodeFactory(
        show=show, number=2, title="Wax", published_at=timezone.now() - timedelta(days=2)
    )
    HourCount.objects.create(
        episode=episode, day=timezone.now().date(), hour=timezone.now() - timedelta(days=2), downloads=1234
    )

    page = admin_client.get(DESK).content.decode()

    assert "1,234" in page
    assert reverse("downloads:episode", args=[episode.pk]) in page


class TestWorkThatFailed:
    def test_is_told_in_a_hosts_words(self, admin_client, show):
        episode = EpisodeFactory(show=show, number=7, title="Wax")
        failed(CARDS, episode.pk, at=timezone.now() - timedelta(hours=3))

        ((text, note),) = panel(admin_client, "jobs")

        assert text == "7 · Wax"
        assert note == (
            "Drawing the cards for chats failed 3\xa0hours ago. "
            "Something went wrong that should not (ValueError); the log says more."
        )

    def test_says_when_the_storage_was_at_fault(self, admin_client, show):
        failed(CARDS, EpisodeFactory(show=show).pk, error="botocore.exceptions.EndpointConnectionError")

        assert panel(admin_client, "jobs")[0][1].endswith("The object storage did not answer.")

    def test_names_the_episode_of_a_recording(self, admin_client, show):
        episode = EpisodeFactory(show=show, number=7, title="Wax")
        recording = Recording.objects.create(episode=episode, name="a.mp3", bytes=1)
        failed(CHECK, recording.pk, 4)

        assert panel(admin_client, "jobs")[0][0] == "7 · Wax"

    def test_is_forgotten_when_it_was_done_since_after_a_week_and_with_its_episode(self, admin_client, show):
        done, old = EpisodeFactory(show=show), EpisodeFactory(show=show)
        failed(CARDS, done.pk, 3, at=timezone.now() - timedelta(hours=3))
        failed(CARDS, done.pk, status="SUCCESSFUL")
        failed(CARDS, old.pk, at=timezone.now() - timedelta(days=8))
        failed(CARDS, 987654321)
        failed("inbox.limits.forget_senders")

        assert panel(admin_client, "jobs") is None

    def test_is_tried_again_from_the_desk_once(self, admin_client, show):
        episode = EpisodeFactory(show=show)
        row = failed(CARDS, episode.pk, 4)
        again = reverse("job-again", args=[row.pk])
        assert again in admin_client.get(DESK).content.decode()

        first = admin_client.post(again, follow=True)
        second = admin_client.post(again, follow=True)

        assert "It is tried again" in first.content.decode()
        assert "It was tried since" in second.content.decode()
        queued = DBTaskResult.objects.get(status="READY")
        assert (queued.task_path, queued.args_kwargs["args"]) == (CARDS, [episode.pk])
        assert panel(admin_client, "jobs") is None

    def test_is_not_for_those_who_may_not_change_episodes(self, client, show):
        row = failed(CARDS, EpisodeFactory(show=show).pk)
        client.force_login(member(show, "viewer"))

        assert panel(client, "jobs") is None
        assert client.post(reverse("job-again", args=[row.pk])).status_code == 403

    def test_of_another_show_is_neither_told_nor_tried(self, client, show):
        row = failed(CARDS, EpisodeFactory(show=ShowFactory()).pk)
        client.force_login(member(show, "host"))

        assert panel(client, "jobs") is None
        assert client.post(reverse("job-again", args=[row.pk])).status_code == 403

    @pytest.mark.parametrize(("role", "is_told"), [("host", True), ("editor", False)])
    def test_is_told_to_those_who_could_have_begun_it(self, client, show, role, is_told):
        run = ImportRun.objects.create(show=show, upload_key="x")
        row = failed("showsite.imports.tasks.import_upload", run.pk)
        client.force_login(member(show, role))

        assert (panel(client, "jobs") is not None) == is_told
        assert (client.post(reverse("job-again", args=[row.pk])).status_code == 302) == is_told

    def test_cannot_be_tried_by_a_link(self, admin_client, show):
        row = failed(CARDS, EpisodeFactory(show=show).pk)

        assert admin_client.get(reverse("job-again", args=[row.pk])).status_code == 405

    def test_of_a_task_that_is_not_ours_cannot_be_tried(self, admin_client, show):
        row = failed("os.system", EpisodeFactory(show=show).pk)

        admin_client.post(reverse("job-again", args=[row.pk]))

        assert DBTaskResult.objects.count() == 1


def test_panels_with_nothing_to_list_are_a_sentence(admin_client, show):
    desk = admin_client.get(DESK).context["desk"]

    assert not desk.panels
    assert "No story waits in the inbox." in desk.quiet
    assert "Nothing is scheduled." in desk.quiet


def test_each_sees_what_is_of_their_shows(client, show):
    other = ShowFactory()
    StoryFactory(show=show)
    EpisodeFactory(show=other, draft=True)
    CorrectionFactory(episode=EpisodeFactory(show=other))
    client.force_login(member(show, "viewer"))

    desk = client.get(DESK).context["desk"]

    assert [panel.name for panel in desk.panels] == ["stories"]
    assert desk.shows == []


def test_who_may_see_nothing_still_has_a_first_page(client, django_user_model, show):
    EpisodeFactory(show=show, draft=True)
    client.force_login(django_user_model.objects.create_user("somebody", is_staff=True))

    page = client.get(DESK)

    assert page.status_code == 200
    assert page.context["desk"].panels == []


def test_several_shows_are_named_and_each_can_be_looked_at_alone(admin_client, show):
    other = ShowFactory(title="Paper Boats")
    EpisodeFactory(show=show, number=1, title="Wax", draft=True)
    EpisodeFactory(show=other, number=1, title="Fold", draft=True)

    both = panel(admin_client, "next")
    alone = panel(admin_client, "next", show=other.pk)

    assert both == [("1 · Fold", "Paper Boats, a draft"), ("1 · Wax", "Tin Can Telephone, a draft")]
    assert alone == [("1 · Fold", "a draft")]
    assert "Paper Boats" in admin_client.get(DESK).content.decode()


def fill(show, count):
    """Episodes with all that a desk looks at, many at once."""
    begun = Episode.objects.count()
    at = timezone.now() - timedelta(days=1)
    episodes = Episode.objects.bulk_create(
        Episode(
            show=show,
            number=begun + n,
            title=f"Episode {begun + n}",
            slug=f"episode-{begun + n}",
            published_at=(None, timezone.now() + timedelta(days=n), at)[n % 3],
        )
        for n in range(1, count + 1)
    )
    person = PersonFactory()
    transcripts = Transcript.objects.bulk_create(
        Transcript(episode=episode, chosen=True, source_name="a.vtt", source_hash="0" * 64)
        for episode in episodes
    )
    Speaker.objects.bulk_create(Speaker(transcript=one, label="Speaker 1") for one in transcripts)
    Credit.objects.bulk_create(Credit(episode=episode, person=person) for episode in episodes)
    Segment.objects.bulk_create(Segment(episode=episode, order=1, slug="one") for episode in episodes)
    Story.objects.bulk_create(
        Story(show=show, url="https://a.example", why="So.", token=f"{begun}-{n}") for n in range(count)
    )
    Correction.objects.bulk_create(
        Correction(
            episode=episode, start=timedelta(seconds=4), text="a", suggestion="b", token=f"c{episode.pk}"
        )
        for episode in episodes
    )
    Recording.objects.bulk_create(
        Recording(episode=episode, name="a.mp3", bytes=1, state="refused") for episode in episodes
    )
    HourCount.objects.bulk_create(
        HourCount(episode=episode, day=at.date(), hour=at, downloads=1) for episode in episodes
    )
    DBTaskResult.objects.bulk_create(
        DBTaskResult(
            id=uuid4(),
            status="FAILED",
            task_path=CARDS,
            args_kwargs={"args": [episode.pk], "kwargs": {}},
            backend_name="default",
            run_after=at,
        )
        for episode in episodes
    )


def test_the_number_of_queries_is_the_same_at_two_thousand_episodes(admin_client, show):
    counts = []
    for number in (12, 1988):
        fill(show, number)
        admin_client.get(DESK)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = admin_client.get(DESK)
        counts.append(len(queries))
        assert len(page.context["desk"].panels) == 9

    assert Episode.objects.count() == 2000
    assert counts[0] == counts[1] <= 40
