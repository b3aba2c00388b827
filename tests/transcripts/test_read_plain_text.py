from __future__ import annotations

import pytest

from tests.transcripts.cues import rows, texts
from transcripts.formats import NoCues, parse_transcript


def test_a_cue_ends_where_the_next_one_starts():
    transcript = parse_transcript("00:00:00 Hello and welcome.\n\n00:00:03 This is us.\n\n00:00:03 Yes.\n")
    assert transcript.format == "text"
    assert rows(transcript) == [
        (0.0, 3.0, "", "Hello and welcome."),
        (3.0, 3.0, "", "This is us."),
        (3.0, None, "", "Yes."),
    ]
    assert transcript.findings == ()


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0:07", 7),
        ("04:05", 245),
        ("75:10", 4510),
        ("1:02:03", 3723),
        ("00:01:02", 62),
        ("00:00:01.250", 1.25),
        ("[00:05]", 5),
        ("(1:02:03)", 3723),
    ],
)
def test_it_reads_every_way_to_write_a_time(written: str, seconds: float):
    assert rows(parse_transcript(f"{written} Hello.")) == [(seconds, None, "", "Hello.")]


def test_what_whisper_prints_has_ends():
    text = "[00:00:01.000 --> 00:00:02.500]   Hello.\n[00:00:04.000 --> 00:00:05.000]  Bye."
    assert rows(parse_transcript(text)) == [(1.0, 2.5, "", "Hello."), (4.0, 5.0, "", "Bye.")]


def test_lines_before_the_first_time_are_a_header():
    header = "Transcript #203: A title\n\nReturn to episode page view on github\nRecorded on Oct 8, 2020."
    assert texts(parse_transcript(f"{header}\n\n00:00 Hello.")) == ["Hello."]


def test_later_lines_without_a_time_continue_the_cue():
    assert texts(parse_transcript("0:01 This is\na long\n\nstory.\n0:09 Yes.")) == [
        "This is a long story.",
        "Yes.",
    ]


def test_the_text_may_stand_below_its_time():
    assert texts(parse_transcript("0:01\nHello.\n0:09\nYes.")) == ["Hello.", "Yes."]


@pytest.mark.parametrize(
    "footer", ["Back to show page", "← Back to the episode", "Return to episode page view on github"]
)
def test_the_way_back_to_the_page_is_no_text(footer: str):
    assert texts(parse_transcript(f"00:01 Hello.\n\n00:02 Bye.\n\n\n{footer}\n")) == ["Hello.", "Bye."]


def test_words_that_lead_back_stay_when_they_were_said():
    assert texts(parse_transcript("00:01 Let us go\nback to the show")) == ["Let us go back to the show"]


def test_voice_tags_name_the_speaker_and_split_the_cue_on_a_change():
    text = (
        "00:01:00 <v Ann>More often, <v Ann>I am sure.\n\n"
        "00:01:19 <v Ann>But it is, <v Bo>it's not quite C++.\n\n"
        "00:01:30 Hm."
    )
    assert rows(parse_transcript(text)) == [
        (60.0, 79.0, "Ann", "More often, I am sure."),
        (79.0, 90.0, "Ann", "But it is,"),
        (79.0, 90.0, "Bo", "it's not quite C++."),
        (90.0, None, "", "Hm."),
    ]


def test_other_brackets_are_what_was_said():
    assert texts(parse_transcript("0:01 A List<int> & <lambda>, AT&amp;T.")) == [
        "A List<int> & <lambda>, AT&amp;T."
    ]


@pytest.mark.parametrize("text", [">> Hello.", "- Hello.", "(laughing) [BLANK_AUDIO] ♪", "Michael: text"])
def test_turn_marks_sounds_and_names_stay_in_the_text(text: str):
    assert rows(parse_transcript(f"0:01 {text}")) == [(1.0, None, "", text)]


def test_names_that_come_again_and_again_in_the_text_are_told():
    transcript = parse_transcript("".join(f"0:0{n} Michael Leach: Hello.\n" for n in range(6)))
    assert {(cue.speaker, cue.text) for cue in transcript.cues} == {("", "Michael Leach: Hello.")}
    [found] = transcript.findings
    assert (found.line, found.code) == (0, "names-in-text")
    assert "“Michael Leach:” (6)" in found.message


def test_times_without_words_are_no_cues():
    with pytest.raises(NoCues, match="2 cues without text"):
        parse_transcript("00:01\n\n00:02\n")
