from __future__ import annotations

import pytest

from tests.transcripts.cues import codes, rows, texts
from transcripts.formats import NoCues, parse_transcript


def read(body: str):
    return parse_transcript("WEBVTT\n\n" + body)


def test_it_reads_times_and_text():
    transcript = read(
        "00:00:00.100 --> 00:00:05.200\nHello and welcome.\n\n01:02:03.004 --> 01:02:04.000\nBye.\n"
    )
    assert transcript.format == "vtt"
    assert rows(transcript) == [(0.1, 5.2, "", "Hello and welcome."), (3723.004, 3724.0, "", "Bye.")]
    assert transcript.findings == ()


def test_hours_may_be_left_out():
    assert rows(read("00:01.500 --> 75:10.000\nHello.")) == [(1.5, 4510.0, "", "Hello.")]


def test_it_takes_the_speaker_from_a_voice_tag():
    assert rows(read("00:01.000 --> 00:02.000\n<v Ann Lee>Hello.")) == [(1.0, 2.0, "Ann Lee", "Hello.")]


@pytest.mark.parametrize(
    "tag",
    ["<v.loud Ann>", "<v.first.loud Ann>", "<v   Ann >", "<V Ann>", "<v\tAnn>"],
)
def test_a_voice_may_have_classes_and_spaces(tag: str):
    assert rows(read(f"00:01.000 --> 00:02.000\n{tag}Hello.</v>")) == [(1.0, 2.0, "Ann", "Hello.")]


def test_a_cue_without_a_voice_is_nobodys():
    transcript = read("00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:02.000 --> 00:03.000\nYes?")
    assert [c.speaker for c in transcript.cues] == ["Ann", ""]


def test_a_change_of_voice_splits_the_cue_at_the_same_time():
    transcript = read("00:01.000 --> 00:02.000\n<v Ann>So it is.\n<v Bo>Is it?</v> Laughter.")
    assert rows(transcript) == [
        (1.0, 2.0, "Ann", "So it is."),
        (1.0, 2.0, "Bo", "Is it?"),
        (1.0, 2.0, "", "Laughter."),
    ]
    assert transcript.findings == ()


def test_the_same_voice_twice_is_one_cue():
    assert texts(read("00:01.000 --> 00:02.000\n<v Ann>So it is, <v Ann>I say.")) == ["So it is, I say."]


def test_ids_and_settings_are_passed_over():
    transcript = read(
        "intro\n00:01.000 --> 00:02.000 align:start position:0%\nHello.\n\n2\n00:02.000-->00:03.000\nYes."
    )
    assert texts(transcript) == ["Hello.", "Yes."]
    assert transcript.findings == ()


def test_several_lines_are_one_text():
    assert texts(read("00:01.000 --> 00:02.000\nThis is a show\nabout  Python.\n")) == [
        "This is a show about Python."
    ]


@pytest.mark.parametrize(
    "block",
    [
        "NOTE",
        "NOTE a remark",
        "NOTE\na remark\nof two lines",
        "NOTE\n00:00:09.000 --> 00:00:10.000\ncommented out",
        "STYLE\n::cue { color: red }",
        "REGION\nid:fred\nwidth:40%",
    ],
    ids=["empty", "one line", "two lines", "a cue", "style", "region"],
)
def test_skipped_blocks_are_no_cues(block: str):
    transcript = read(
        f"{block}\n\n00:01.000 --> 00:02.000\nHello.\n\n{block}\n\n00:03.000 --> 00:04.000\nYes."
    )
    assert texts(transcript) == ["Hello.", "Yes."]
    assert transcript.findings == ()


def test_a_cue_may_say_note():
    assert texts(read("00:01.000 --> 00:02.000\nTake a\nNOTE of it.")) == ["Take a NOTE of it."]


def test_the_header_may_hold_metadata():
    text = "WEBVTT - some title\nKind: captions\nLanguage: en\n\n00:01.000 --> 00:02.000\nHello."
    assert texts(parse_transcript(text)) == ["Hello."]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Q&amp;A", "Q&A"),
        ("a &lt; b &gt; c", "a < b > c"),
        ("&lt;v Bo&gt; is a tag", "<v Bo> is a tag"),
        ("ten&nbsp;euro", "ten euro"),
        ("&amp;lt;", "&lt;"),
        ("x?a=1&copy=2 & more", "x?a=1&copy=2 & more"),
        ("&#x41;&#66;&#0;", "AB\ufffd"),
        ("<i>very</i> <b.loud>good</b>", "very good"),
        ("so<00:00:01.500><c> it</c> is", "so it is"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("&gt;&gt; Hello. [MUSIC] ♪", ">> Hello. [MUSIC] ♪"),
        ("nul\0 bell\a \ud800 half", "nul bell half"),
    ],
)
def test_a_cue_is_text_never_html(written: str, text: str):
    assert texts(read(f"00:01.000 --> 00:02.000\n{written}")) == [text]


def test_a_cue_that_ends_before_it_starts_ends_with_the_next_start():
    transcript = read(
        "00:05.000 --> 00:04.000\nOne.\n\n00:07.000 --> 00:06.000\nTwo.\n\n00:07.000 --> 00:08.000\nThree."
    )
    assert [row[:2] for row in rows(transcript)] == [(5.0, 7.0), (7.0, 7.0), (7.0, 8.0)]
    assert codes(transcript) == [(3, "ends-before-start"), (6, "ends-before-start")]


def test_a_cue_that_starts_before_the_one_above_stays_where_it_is():
    transcript = read(
        "00:05.000 --> 00:06.000\nOne.\n\n00:03.000 --> 00:04.000\nTwo.\n\n00:06.000 --> 00:07.000\nThree."
    )
    assert texts(transcript) == ["One.", "Two.", "Three."]
    assert codes(transcript) == [(6, "starts-back")]


def test_overlaps_and_cues_of_no_length_are_allowed():
    transcript = read(
        "00:01.000 --> 00:09.000\nOne.\n\n00:02.000 --> 00:02.000\nTwo.\n\n00:02.000 --> 00:03.000\nThree."
    )
    assert [row[:2] for row in rows(transcript)] == [(1.0, 9.0), (2.0, 2.0), (2.0, 3.0)]
    assert transcript.findings == ()


def test_cues_without_text_are_left_out_and_counted():
    transcript = read(
        "00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\n<v Ann> \n\n00:03.000 --> 00:04.000\nHello."
    )
    assert texts(transcript) == ["Hello."]
    assert [(f.line, f.code, f.message) for f in transcript.findings] == [
        (3, "empty-cues", "2 cues without text left out.")
    ]


@pytest.mark.parametrize(
    "timing", ["00:99:00.000 --> 01:40:00.000", "-00:00:01.000 --> 00:00:02.000", "00:00:01.000 --> soon"]
)
def test_an_unreadable_time_is_reported_with_its_line(timing: str):
    transcript = read(f"00:01.000 --> 00:02.000\nOne.\n\n{timing}\nTwo.\n\n00:03.000 --> 00:04.000\nThree.")
    assert texts(transcript) == ["One.", "Three."]
    assert codes(transcript) == [(6, "unreadable-time")]


def test_text_behind_a_blank_line_is_kept_and_reported():
    transcript = read("00:01.000 --> 00:02.000\nOne.\n\nTwo.\n\nid\n00:03.000 --> 00:04.000\nThree.\n")
    assert texts(transcript) == ["One. Two.", "Three."]
    assert codes(transcript) == [(3, "blank-line")]


def test_byte_order_mark_and_line_ends_do_not_matter():
    text = "\ufeffWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nHello.\r\n\r\n00:02.000 --> 00:03.000\rYes.\r"
    assert texts(parse_transcript(text)) == ["Hello.", "Yes."]


def test_two_blank_lines_between_cues_are_no_oddity():
    transcript = read("00:01.000 --> 00:02.000\nOne.\n\n\n00:02.000 --> 00:03.000\nTwo.\n\n\n")
    assert texts(transcript) == ["One.", "Two."]
    assert transcript.findings == ()


def test_no_cue_is_an_error_that_says_what_was_seen():
    with pytest.raises(
        NoCues, match=r"No cue with text in this vtt transcript \(1 cue without text, 0 unreadable times\)"
    ):
        read("00:01.000 --> 00:02.000\n")
