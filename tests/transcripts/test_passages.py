from __future__ import annotations

from datetime import timedelta

from tests.transcripts.cues import cue
from transcripts.passages import MAX_CHARACTERS, passages


def test_passages_hold_the_words_of_a_minute():
    cues = [cue(second, None, f"at {second}") for second in (5, 59, 61, 200)]
    assert [(passage.start, passage.text) for passage in passages(cues)] == [
        (timedelta(seconds=5), "at 5 at 59"),
        (timedelta(seconds=61), "at 61"),
        (timedelta(seconds=200), "at 200"),
    ]


def test_a_passage_knows_where_each_cue_begins_and_when():
    (passage,) = passages([cue(5, None, "Good morning"), cue(7.5, None, "everybody.")])

    assert [passage.text[offset:] for offset in passage.cue_offsets] == [
        "Good morning everybody.",
        "everybody.",
    ]
    assert passage.cue_starts == (timedelta(seconds=5), timedelta(seconds=7.5))


def test_a_transcript_without_times_is_parted_too():
    found = passages([cue(0, 0, f"Words {n}.") for n in range(2000)])
    assert len(found) > 1
    assert max(len(passage.text) for passage in found) <= MAX_CHARACTERS
    assert " ".join(passage.text for passage in found).split() == [
        word for n in range(2000) for word in ("Words", f"{n}.")
    ]


def test_a_very_long_cue_is_cut_between_words():
    text = " ".join(f"word{n}" for n in range(5000))
    found = passages([cue(3, None, text)])
    assert max(len(passage.text) for passage in found) <= MAX_CHARACTERS
    assert " ".join(passage.text for passage in found) == text


def test_a_very_long_word_is_cut_anywhere():
    found = passages([cue(3, None, "a" * 12_000)])
    assert "".join(passage.text for passage in found) == "a" * 12_000
