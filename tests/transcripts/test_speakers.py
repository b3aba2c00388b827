"""Labels of a transcript's file, and the people they mean."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from episodes.models import Show
from tests.factories import CreditFactory, EpisodeFactory, PersonFactory, ShowHostFactory
from transcripts.importing import choose, choose_best, import_transcript, read_transcript
from transcripts.models import Cue, Speaker, Transcript

pytestmark = pytest.mark.django_db

TALK = "WEBVTT\n\n" + "\n".join(
    f"00:0{n}.000 --> 00:0{n}.900\n<v {name}>These are words.\n"
    for n, name in enumerate(["Ada", "Bo Lind", "Speaker 1", "Ada"])
)


def bring(episode, text=TALK, name="7.vtt") -> Transcript:
    transcript, _ = import_transcript(episode, read_transcript(name, text.encode()))
    choose(transcript)
    return transcript


def mapped(transcript) -> dict[str, str]:
    return {row.label: row.person.name if row.person else "" for row in transcript.speakers.all()}


@pytest.fixture
def episode(show):
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Moss"))
    return EpisodeFactory(show=show)


def test_a_label_that_names_somebody_of_the_episode_is_mapped_by_itself(episode):
    CreditFactory(episode=episode, person=PersonFactory(name="Bo Lind"), role="guest")

    assert mapped(bring(episode)) == {"Ada": "Ada Moss", "Bo Lind": "Bo Lind", "Speaker 1": ""}


def test_an_alias_of_the_show_is_a_name(show, episode):
    show.aliases.create(name="Speaker 1", person=PersonFactory(name="Cy Ruiz"))

    assert mapped(bring(episode))["Speaker 1"] == "Cy Ruiz"


def test_a_first_name_that_two_share_means_neither(episode):
    CreditFactory(episode=episode, person=PersonFactory(name="Ada Lovelace"), role="guest")

    assert mapped(bring(episode))["Ada"] == ""


def test_somebody_of_another_episode_is_not_meant(show, episode):
    CreditFactory(episode=EpisodeFactory(show=show), person=PersonFactory(name="Bo Lind"), role="guest")

    assert mapped(bring(episode))["Bo Lind"] == ""


def test_a_label_is_mapped_when_its_person_comes_later_and_a_hosts_choice_stays(episode):
    transcript = bring(episode)
    transcript.speakers.filter(label="Ada").update(person=PersonFactory(name="Cy Ruiz"))
    CreditFactory(episode=episode, person=PersonFactory(name="Bo Lind"), role="guest")

    again = bring(episode)

    assert again == transcript
    assert mapped(transcript) == {"Ada": "Cy Ruiz", "Bo Lind": "Bo Lind", "Speaker 1": ""}


def test_pages_and_captions_name_the_person_and_the_cues_keep_the_label(client, episode):
    transcript = bring(episode)

    assert "<v Ada Moss>" in client.get(episode.transcript_vtt_url).content.decode()
    assert "<v Speaker 1>" in client.get(episode.transcript_vtt_url).content.decode()
    assert [cue.speaker for cue in transcript.read_cues()] == ["Ada Moss", "Bo Lind", "Speaker 1", "Ada Moss"]
    assert [cue.speaker for cue in transcript.labelled_cues()] == ["Ada", "Bo Lind", "Speaker 1", "Ada"]
    assert list(Cue.objects.values_list("speaker", flat=True)) == ["Ada", "Bo Lind", "Speaker 1", "Ada"]


def test_a_host_maps_a_label_in_the_admin(admin_client, episode):
    transcript, person = bring(episode), PersonFactory(name="Cy Ruiz")
    rows = list(transcript.speakers.all())
    form = {"speakers-TOTAL_FORMS": len(rows), "speakers-INITIAL_FORMS": len(rows)}
    for index, row in enumerate(rows):
        form |= {f"speakers-{index}-id": row.pk, f"speakers-{index}-transcript": transcript.pk}
        form[f"speakers-{index}-person"] = person.pk if row.label == "Speaker 1" else row.person_id or ""

    response = admin_client.post(reverse("admin:transcripts_transcript_change", args=[transcript.pk]), form)

    assert response.status_code == 302
    assert mapped(transcript) == {"Ada": "Ada Moss", "Bo Lind": "", "Speaker 1": "Cy Ruiz"}


def test_the_episodes_page_in_the_admin_leads_to_its_transcript(admin_client, episode):
    transcript = bring(episode)

    page = admin_client.get(reverse("admin:episodes_episode_change", args=[episode.pk])).content.decode()

    assert reverse("admin:transcripts_transcript_change", args=[transcript.pk]) in page


@pytest.mark.parametrize("change", ["map", "rename"])
def test_a_change_of_who_speaks_raises_the_revision(episode, change):
    person = PersonFactory(name="Cy Ruiz")
    transcript = bring(episode)
    if change == "rename":
        transcript.speakers.filter(label="Speaker 1").update(person=person)
    before = Show.objects.get().revision

    if change == "map":
        Speaker.objects.filter(label="Speaker 1").update(person=person)
    else:
        type(person).objects.filter(pk=person.pk).update(name="Cyrus Ruiz")

    assert Show.objects.get().revision > before


def test_a_person_who_is_deleted_leaves_the_label(episode):
    person = PersonFactory(name="Cy Ruiz")
    transcript = bring(episode)
    transcript.speakers.filter(label="Speaker 1").update(person=person)

    person.delete()

    assert mapped(transcript)["Speaker 1"] == ""


def test_a_file_with_times_is_better_than_one_without(episode):
    untimed = bring(episode, "Ada: Hello.\n\nBo: Hi.\n\nAda: So.", "7.md")
    timed = bring(episode, "00:01 Hello there.", "7.txt")

    assert (untimed.has_times, timed.has_times) == (False, True)
    assert choose_best(episode) == timed


def test_ten_thousand_cues_come_in_quickly(episode):
    lines = (f"[{n // 60}:{n % 60:02}] These are the words of cue {n}, and some more." for n in range(9999))
    text = "\n".join([*lines, "[9000:00] The end."])
    begun = time.process_time()

    transcript = bring(episode, text, "7.txt")

    assert transcript.cues.count() == 10_000
    assert time.process_time() - begun < 20
