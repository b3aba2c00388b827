"""What a newcomer sees first."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from episodes.models import Episode, Show
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(db):
    call_command("seed_demo", stdout=StringIO())
    return Show.objects.get()


def test_the_demo_has_everything_that_an_episode_can_have(seeded, client):
    published = seeded.episodes.published()

    assert published.count() >= 8
    assert not published.filter(audio_key="").exists()
    assert Transcript.objects.filter(chosen=True).count() == seeded.episodes.count()
    kinds = set(published.values_list("segments__kind", flat=True))
    assert {"topic", "sponsor", "extra", "joke"} <= kinds
    assert published.filter(credits__role="guest").exists()
    assert published.filter(notes_html__contains='<pre tabindex="0">').exists()


def test_every_topic_of_the_published_demo_has_a_host_and_a_start(seeded):
    topics = [
        segment
        for episode in seeded.episodes.published()
        for segment in episode.segments.filter(kind="topic")
    ]

    assert len(topics) > 25
    assert all(topic.person and topic.start is not None for topic in topics)


def test_the_notes_and_the_transcripts_of_the_demo_agree_on_the_times(seeded):
    """A segment starts where somebody starts to speak, give or take a second for the note before."""
    for episode in seeded.episodes.published():
        starts = [cue.start for cue in episode.transcripts.get().cues.all()]
        for segment in episode.segments.exclude(start=None):
            assert min(abs(start - segment.start) for start in starts).total_seconds() <= 1.5


def test_the_notes_of_the_demo_give_no_findings(seeded):
    from episodes.notes.parser import parse_notes

    assert [
        finding for episode in seeded.episodes.all() for finding in parse_notes(episode.notes).findings
    ] == []


def test_one_of_its_episodes_is_not_public_yet(seeded, client):
    hidden = Episode.objects.scheduled().get()

    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert hidden.title not in client.get("/feed.xml").content.decode()


def test_a_second_time_it_does_nothing(seeded):
    out = StringIO()
    call_command("seed_demo", stdout=out)

    assert "There is a show already" in out.getvalue()
    assert Show.objects.count() == 1
