"""What the database itself refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, TranscriptFactory

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return True


def test_a_number_is_given_once_in_a_show():
    first = EpisodeFactory(number=7)

    assert refused(lambda: EpisodeFactory(show=first.show, number=7))


def test_two_shows_may_both_have_a_number_seven():
    EpisodeFactory(number=7)

    assert EpisodeFactory(number=7).pk


def test_a_published_episode_has_a_title_and_a_slug():
    assert refused(lambda: EpisodeFactory(title="", slug=""))


def test_drafts_may_lack_title_and_slug():
    assert EpisodeFactory(draft=True, title="", slug="").pk


def test_audio_is_whole_or_absent():
    assert refused(lambda: EpisodeFactory(audio_key="audio/x.mp3"))
    assert refused(lambda: EpisodeFactory(audio_bytes=5))


def test_a_segment_does_not_start_before_the_audio():
    assert refused(lambda: SegmentFactory(start=timedelta(seconds=-1), start_origin="host"))


def test_a_start_has_an_origin():
    assert refused(lambda: SegmentFactory(start=timedelta(seconds=5), start_origin=""))


def test_a_cue_does_not_end_before_it_starts():
    assert refused(lambda: CueFactory(start=timedelta(seconds=5), end=timedelta(seconds=4)))


def test_an_episode_has_one_chosen_transcript():
    chosen = TranscriptFactory()

    assert refused(lambda: TranscriptFactory(episode=chosen.episode))
    assert TranscriptFactory(episode=chosen.episode, chosen=False).pk
