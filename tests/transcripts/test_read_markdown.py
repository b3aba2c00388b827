from __future__ import annotations

import pytest

from tests.transcripts.cues import codes, rows, texts
from transcripts.cues import has_times
from transcripts.formats import parse_transcript


def said(text: str) -> list[tuple[str, str]]:
    return [(cue.speaker, cue.text) for cue in parse_transcript(text).cues]


def starts(text: str) -> list[float]:
    return [cue.start.total_seconds() for cue in parse_transcript(text).cues]


def test_a_bold_name_begins_a_turn_of_paragraphs():
    text = "**Ann Lee:** Hello.\n\nAnd\nwelcome.\n\n**Bo:** Hi."
    assert said(text) == [("Ann Lee", "Hello."), ("Ann Lee", "And welcome."), ("Bo", "Hi.")]


def test_a_plain_name_begins_a_turn_where_names_come_again():
    text = "Topic: Knots\n\nAnn: Hello.\n\nBo: Hi.\n\nAnn: So.\n\nAudience: Why?"
    assert said(text) == [
        ("", "Topic: Knots"),
        ("Ann", "Hello."),
        ("Bo", "Hi."),
        ("Ann", "So."),
        ("Audience", "Why?"),
    ]


def test_where_names_are_bold_a_colon_is_what_was_said():
    assert said("**Ann:** Hello.\n\nNote: one.\n\nNote: two.") == [
        ("Ann", "Hello."),
        ("Ann", "Note: one."),
        ("Ann", "Note: two."),
    ]


@pytest.mark.parametrize(
    "turn",
    [
        "**Ann:** \\[00:05\\] Hello.",
        "**Ann:** [00:05] Hello.",
        "**Ann**: [0:05](#t=0:05) Hello.",
        "**Ann** (0:05): Hello.",
        "**Ann** [00:00:05.00] Hello.",
        "[0:05] **Ann:** Hello.",
        "00:05 **Ann** Hello.",
        "**Ann:** 00:05\n\nHello.",
        "**Ann:** \\[0:05\\]\nHello.",
    ],
)
def test_a_time_may_stand_around_a_bold_name(turn: str):
    assert rows(parse_transcript(f"{turn}\n\n**Bo:** [0:09] Hi.")) == [
        (5.0, 9.0, "Ann", "Hello."),
        (9.0, None, "Bo", "Hi."),
    ]


@pytest.mark.parametrize("turn", ["Ann: 00:00:05\n\nHello.", "Ann (0:05): Hello.", "Ann: [0:05] Hello."])
def test_a_time_may_stand_behind_a_plain_name(turn: str):
    assert rows(parse_transcript(f"{turn}\n\nBo: [0:09] Hi.\n\nAnn: [0:10] So.")) == [
        (5.0, 9.0, "Ann", "Hello."),
        (9.0, 10.0, "Bo", "Hi."),
        (10.0, None, "Ann", "So."),
    ]


def test_a_time_in_the_text_begins_a_cue():
    text = "**Ann:** \\[0:05\\] One. \\[0:09\\] Two."
    assert rows(parse_transcript(text)) == [(5.0, 9.0, "Ann", "One."), (9.0, None, "Ann", "Two.")]


def test_words_between_two_times_are_spread_by_their_number():
    text = "**Ann:** [1:40] One two three.\n\n**Bo:** Four.\n\n**Ann:** [1:48] Five."
    assert starts(text) == [100, 106, 108]
    assert codes(parse_transcript(text)) == [(0, "estimated-times")]


def test_words_behind_the_last_time_go_on_at_the_pace_before():
    text = "**Ann:** " + "word " * 10 + "\n\n**Bo:** [0:10] " + "word " * 5 + "\n\n**Ann:** So."
    assert starts(text) == [0, 10, 15]


def test_a_break_is_a_time_and_nobody():
    text = "**Ann:** One two.\n\n**Break:** \\[0:10\\]\n\n**Bo:** Three four."
    assert rows(parse_transcript(text)) == [(0.0, 10.0, "Ann", "One two."), (10.0, None, "Bo", "Three four.")]


def test_a_time_that_goes_back_stays_and_is_reported():
    text = "**Ann:** [0:09] One.\n\n**Bo:** Two.\n\n**Ann:** [0:05] Three."
    assert starts(text) == [9, 9, 5]
    assert (5, "starts-back") in codes(parse_transcript(text))


def test_without_any_time_none_is_made_up():
    transcript = parse_transcript("Ann: Hello.\n\nBo: Hi.\n\nAnn: So.")
    assert rows(transcript) == [
        (0.0, 0.0, "Ann", "Hello."),
        (0.0, 0.0, "Bo", "Hi."),
        (0.0, None, "Ann", "So."),
    ]
    assert not has_times(transcript.cues)
    assert codes(transcript) == [(0, "no-times")]


def test_front_matter_and_headings_were_not_said():
    text = "---\ntitle: Knots\n---\n# Intro\n\n**Ann:** [0:01] Hello.\n\n---\n\n## End\n\nBye."
    transcript = parse_transcript(text)
    assert texts(transcript) == ["Hello.", "Bye."]
    assert (4, "headings") in codes(transcript)


def test_a_talk_without_names_is_its_only_speakers():
    text = "---\nspeakers: ['Ann Lee']\n---\n\n# Intro\n\nHello.\n\nBye."
    assert said(text) == [("Ann Lee", "Hello."), ("Ann Lee", "Bye.")]


def test_an_address_between_turns_is_nobodys():
    text = "Ann: Hello.\n\nPR: https://a.example/1\n\nBo: Hi.\n\nAnn: So."
    assert said(text)[1] == ("", "PR: https://a.example/1")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("\\[laughs\\] snake\\_case, C\\#", "[laughs] snake_case, C#"),
        ("the [work](https://a.example/x_y) and `CCode`", "the work and CCode"),
        (
            "*very* **good** _things_, 2*3*4, __init__.py, a_b_c",
            "very good things, 2*3*4, __init__.py, a_b_c",
        ),
        ("AT&amp;T, Q&A, <https://a.example>", "AT&T, Q&A, https://a.example"),
        ("- Hello. 1984. >> Hm. <b>", "- Hello. 1984. >> Hm. <b>"),
        ("\\*not bold\\*", "*not bold*"),
    ],
    ids=["escapes", "links", "emphasis", "entities", "text", "stars"],
)
def test_marks_of_markdown_are_no_words(written: str, text: str):
    assert texts(parse_transcript(f"**Ann:** {written}")) == [text]
