from __future__ import annotations

import pytest

from tests.transcripts.cues import codes, rows, texts
from transcripts.formats import parse_transcript

TWO_CUES = (
    "1\n00:00:00,179 --> 00:00:02,399\nHello and\nwelcome.\n\n2\n00:00:02,400 --> 00:00:04,799\nThank you.\n"
)


def srt(*said: str) -> str:
    """A numbered file of one cue a second."""
    return "\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n" for n, text in enumerate(said, start=1)
    )


def speakers(text: str) -> list[tuple[str, str]]:
    return [(c.speaker, c.text) for c in parse_transcript(text).cues]


def test_it_reads_comma_milliseconds_and_joins_lines():
    transcript = parse_transcript(TWO_CUES)
    assert transcript.format == "srt"
    assert rows(transcript) == [(0.179, 2.399, "", "Hello and welcome."), (2.4, 4.799, "", "Thank you.")]
    assert transcript.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        TWO_CUES.replace(",", "."),
        TWO_CUES.replace("1\n", "").replace("2\n", ""),
        "\ufeff" + TWO_CUES.replace("\n", "\r\n"),
        TWO_CUES.replace("\n\n", "\n"),
        TWO_CUES.replace("\n\n", "\n\n\n"),
        TWO_CUES.replace("\n\n", "\n \n"),
        TWO_CUES.replace("Hello", "<i>Hello").replace("welcome.", "welcome.</i>"),
        TWO_CUES.replace("Hello", '{\\an8}<font color="#fff">Hello</font>'),
    ],
    ids=[
        "points",
        "no numbers",
        "mark and CRLF",
        "no blank lines",
        "two blank lines",
        "space",
        "italics",
        "fonts",
    ],
)
def test_variants_read_the_same(text: str):
    assert rows(parse_transcript(text)) == rows(parse_transcript(TWO_CUES))


def test_a_number_that_was_said_stays():
    text = "00:00:01,000 --> 00:00:02,000\n42\n\n00:00:02,000 --> 00:00:03,000\nExactly.\n"
    assert texts(parse_transcript(text)) == ["42", "Exactly."]


def test_a_blank_line_inside_a_cue_ends_nothing():
    assert texts(parse_transcript(TWO_CUES.replace("Hello and\n", "Hello and\n\n"))) == [
        "Hello and welcome.",
        "Thank you.",
    ]


def test_a_name_counts_until_the_next_name():
    said = srt("Wes Bos: Welcome.", "to the show.", "Scott Tolinski: Hey.", "Wes Bos: So.")
    assert speakers(said) == [
        ("Wes Bos", "Welcome."),
        ("Wes Bos", "to the show."),
        ("Scott Tolinski", "Hey."),
        ("Wes Bos", "So."),
    ]


def test_unknown_is_the_name_of_nobody():
    assert speakers(srt("Ann: Hello.", "Unknown: Hey.", "You.")) == [
        ("Ann", "Hello."),
        ("", "Hey."),
        ("", "You."),
    ]


def test_names_that_come_late_but_repeat_are_names():
    said = srt("[Music]", "Ann: Hello.", "Bo: Hey.", "Ann: So.", "Bo: Yes.")
    assert [name for name, _ in speakers(said)] == ["", "Ann", "Bo", "Ann", "Bo"]


@pytest.mark.parametrize(
    "text", ["Note: it is late.", "So here it is: a word.", "At 10:30 it starts.", "Https://example.com"]
)
def test_a_colon_alone_makes_no_speaker(text: str):
    assert speakers(srt("Hello.", text)) == [("", "Hello."), ("", text)]


@pytest.mark.parametrize(
    "name", ["Guido van Rossum", "Anna-Lena", "Laís", "Speaker 1", "Brian B.", "O’Neil", "SPEAKER_00"]
)
def test_it_knows_names(name: str):
    assert speakers(srt(f"{name}: Hello.")) == [(name, "Hello.")]


def test_a_voice_tag_names_the_speaker_here_too():
    assert speakers(srt("<v Ann>Hello.</v>", "Yes.")) == [("Ann", "Hello."), ("", "Yes.")]


def test_an_unreadable_time_is_reported_with_its_line():
    transcript = parse_transcript(TWO_CUES + "\n3\n00:00:61,000 --> 00:01:02,000\nLost.\n")
    assert texts(transcript) == ["Hello and welcome.", "Thank you."]
    assert codes(transcript) == [(11, "unreadable-time")]
