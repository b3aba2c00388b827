from __future__ import annotations

from datetime import timedelta

from tests.transcripts.cues import cue
from transcripts.paragraphs import turns


def starts(cues) -> list[float]:
    return [turn.start.total_seconds() for turn in turns(cues)]


def test_a_change_of_speaker_begins_a_turn():
    cues = [
        cue(0, 5, "Hello.", "Ann"),
        cue(5, 8, "And welcome.", "Ann"),
        cue(8, 9, "Hi.", "Bo"),
        cue(9, 10, "So.", "Ann"),
    ]
    read = turns(cues)
    assert [(turn.speaker, turn.cues) for turn in read] == [
        ("Ann", tuple(cues[:2])),
        ("Bo", tuple(cues[2:3])),
        ("Ann", tuple(cues[3:])),
    ]
    assert [turn.start for turn in read] == [timedelta(0), timedelta(seconds=8), timedelta(seconds=9)]


def test_a_cue_of_nobody_among_named_ones_is_a_turn_of_its_own():
    assert [
        turn.speaker for turn in turns([cue(0, 1, "a", "Ann"), cue(1, 2, "b"), cue(2, 3, "c", "Ann")])
    ] == ["Ann", "", "Ann"]


def test_a_named_speaker_may_pause_and_go_on():
    assert starts([cue(0, 1, "Well.", "Ann"), cue(100, 101, "Yes.", "Ann")]) == [0]


def test_without_names_a_sentence_end_after_a_minute_begins_a_paragraph():
    cues = [cue(n * 10, n * 10 + 10, "It ends." if n % 2 else "It goes") for n in range(16)]
    assert starts(cues) == [0, 60, 120]


def test_the_sentence_is_finished_first():
    cues = [cue(n * 10, n * 10 + 10, "It ends.”" if n == 6 else "it goes") for n in range(9)]
    assert starts(cues) == [0, 70]


def test_a_machine_without_full_stops_gets_paragraphs_too():
    assert starts([cue(n * 10, n * 10 + 10, "and so on") for n in range(20)]) == [0, 90, 180]


def test_without_names_a_pause_begins_a_paragraph():
    assert starts([cue(0, 1, "Hello"), cue(2, 3, "there"), cue(6, 7, "Well")]) == [0, 6]


def test_without_names_a_turn_mark_begins_a_paragraph():
    assert starts([cue(0, 1, "Hello."), cue(1, 2, ">> Hi."), cue(2, 3, "Yes."), cue(3, 4, "- No.")]) == [
        0,
        1,
        3,
    ]


def test_unknown_ends_are_no_pauses():
    assert starts([cue(0, None, "Hello."), cue(30, None, "Yes.")]) == [0]


def test_no_cues_are_no_turns():
    assert turns([]) == ()


def test_every_cue_is_in_one_turn():
    cues = [cue(n, n + 1, "word.") for n in range(500)]
    assert [c for turn in turns(cues) for c in turn.cues] == cues
