"""Pull quotes: whole sentences of one person within a segment, 15 to 60 seconds, offered to the host."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, SoundbiteFactory, TranscriptFactory
from tests.transcripts.cues import cue
from transcripts.quoting import propose_soundbites
from transcripts.soundbites import LONGEST, SHORTEST, Stretch, soundbites

LINES = [
    "Okay, over to you.",
    "So what is this about?",
    "Knots are the oldest engineering that people carry in their heads.",
    "Every sailor ties the bowline a thousand times",
    "before the bowline saves a single life.",
    "Rope remembers every bend you put into it.",
    "And then some.",
    "We will see about that, then.",
    "Right, what is next?",
]
WHOLE = Stretch(start=timedelta(0), end=timedelta(seconds=80), title="Knots")


def said(lines=LINES, seconds=8, speaker=""):
    return [cue(at * seconds, (at + 1) * seconds, line, speaker) for at, line in enumerate(lines)]


def test_it_is_a_stretch_of_whole_sentences():
    [bite] = soundbites([WHOLE], said())

    assert bite.text.startswith("Knots are the oldest")
    assert bite.text.endswith(".")
    assert SHORTEST <= bite.duration <= LONGEST


def test_it_lies_within_its_segment():
    stretch = Stretch(start=timedelta(seconds=10), end=timedelta(seconds=60), title="Knots")

    [bite] = soundbites([stretch], said())

    assert stretch.start <= bite.start
    assert bite.start + bite.duration <= stretch.end


def test_it_is_one_persons_words():
    cues = said()
    mixed = [
        cue(c.start.total_seconds(), c.end.total_seconds(), c.text, "Ada" if at < 5 else "Bo")
        for at, c in enumerate(cues)
    ]

    assert all(
        "Rope remembers" not in bite.text for bite in soundbites([WHOLE], mixed) if "oldest" in bite.text
    )


def test_words_without_full_stops_offer_none():
    assert soundbites([WHOLE], said([line.rstrip(".?") for line in LINES])) == []


def test_nothing_is_offered_without_segments_or_words():
    assert soundbites([], said()) == []
    assert soundbites([WHOLE], []) == []


@pytest.fixture
def episode(show):
    episode = EpisodeFactory(show=show, audio=True)
    episode.audio_duration = timedelta(seconds=80)
    episode.save()
    SegmentFactory(episode=episode, title="Knots", start=timedelta(0))
    transcript = TranscriptFactory(episode=episode, chosen=True)
    for at, line in enumerate(LINES):
        CueFactory(
            transcript=transcript,
            order=at,
            start=timedelta(seconds=8 * at),
            end=timedelta(seconds=8 * at + 8),
            text=line,
            speaker="",
        )
    return episode


@pytest.mark.django_db
def test_a_proposal_waits_for_the_host_and_is_not_in_the_feed(client, episode):
    assert propose_soundbites(episode) == 1

    bite = episode.soundbites.get()
    assert (bite.title, bite.accepted) == ("Knots", False)
    assert b"podcast:soundbite" not in client.get("/feed.xml").content


@pytest.mark.django_db
def test_an_accepted_one_is_in_the_feed_and_stays(client, episode):
    propose_soundbites(episode)
    episode.soundbites.update(accepted=True)

    propose_soundbites(episode)

    assert episode.soundbites.filter(accepted=True).count() == 1
    assert b"podcast:soundbite" in client.get("/feed.xml").content


@pytest.mark.django_db
def test_a_host_asks_for_proposals_in_the_list(admin_client, episode):
    SoundbiteFactory(episode=episode, start=timedelta(seconds=70), accepted=False)

    address = reverse("admin:episodes_episode_changelist")
    admin_client.post(address, {"action": "find_soundbites", "_selected_action": [episode.pk]})

    assert [bite.start for bite in episode.soundbites.all()] == [timedelta(seconds=16)]
