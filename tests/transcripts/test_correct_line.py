"""What was heard wrong is put right, and what the file says is not forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import CueFactory
from transcripts.correcting import correct_line, lines_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def cue():
    return CueFactory(order=1, text="bow lions")


def put(cue, text):
    was = cue.text
    done = correct_line(cue.transcript.episode, start=cue.start, was=was, text=text)
    cue.refresh_from_db()
    return done


def test_the_file_s_own_words_are_kept_through_every_correction(cue):
    assert put(cue, "bowlins")
    assert put(cue, "bowlines")

    assert (cue.text, cue.was) == ("bowlines", "bow lions")


def test_a_line_that_is_put_back_is_no_longer_corrected(cue):
    put(cue, "bowlines")
    put(cue, "bow lions")

    assert (cue.text, cue.was) == ("bow lions", "")


def test_search_looks_through_the_new_words(cue):
    put(cue, "bowlines")

    assert [passage.text for passage in cue.transcript.passages.all()] == ["bowlines"]


def test_the_revision_of_the_show_is_raised(cue):
    show = cue.transcript.episode.show
    before = show.revision

    put(cue, "bowlines")

    show.refresh_from_db()
    assert show.revision > before


def test_a_line_that_reads_otherwise_stays(cue):
    episode = cue.transcript.episode

    assert not correct_line(episode, start=cue.start, was="bow ties", text="bowlines")
    assert not correct_line(episode, start=cue.start + timedelta(seconds=1), was=cue.text, text="bowlines")
    assert lines_at(episode, cue.start).cue.text == "bow lions"


def test_a_transcript_without_cues_has_no_lines(cue):
    cue.transcript.cues.all().delete()

    assert lines_at(cue.transcript.episode, timedelta(0)) is None
