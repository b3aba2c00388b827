from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcripts.formats import NoCues, TranscriptError, TranscriptTooLarge, UnknownFormat, parse_transcript
from transcripts.formats.reading import MAX_CHARACTERS, MAX_CUES

JSON_PODCAST = '{"version": "1.0.0", "segments": [{"startTime": 1, "endTime": 2, "body": "Hello there."}]}'
JSON_WHISPER = '{"text": "Hello.", "segments": [{"id": 0, "start": 1.0, "end": 2.0, "text": " Hello."}]}'


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello.", "vtt"),
        ("\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nHello.", "vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHello.", "srt"),
        ("00:00:01.000 --> 00:00:02.000\nWEBVTT is a format.", "srt"),
        ("A title\n\n00:00:01 Hello --> there.", "text"),
        ("WEBVTTS\n0:01 Hello.", "text"),
        (JSON_PODCAST, "podcast-json"),
        ("\ufeff\n" + JSON_PODCAST, "podcast-json"),
        (JSON_WHISPER, "whisper-json"),
        (JSON_WHISPER.replace("Hello.", '\\"startTime\\": 5'), "whisper-json"),
    ],
)
def test_the_content_tells_the_format(text: str, form: str):
    assert parse_transcript(text).format == form


@pytest.mark.parametrize(
    "text",
    [
        "Just some words.",
        "<cite>Travis:</cite>\n<time>0:00</time>\n<p>When you first</p>",
        "**Jerod Santo:** I'm joined by Dan. \\[04:03\\] Hello.",
        "---\ntitle: A talk\nspeakers:\n  - Carl\n---\nAJ: Do you want to talk?",
        '[{"startTime": 1, "body": "Hello"}]',
        "{}",
    ],
    ids=["prose", "html", "markdown turns", "front matter", "bare list", "empty object"],
)
def test_an_unknown_format_says_how_the_text_begins(text: str):
    beginning = re.escape(" ".join(text.split())[:20])
    with pytest.raises(UnknownFormat, match=f"it begins “{beginning}"):
        parse_transcript(text)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\ufeff", "WEBVTT", "WEBVTT\n\nNOTE nothing", '{"segments": []}']
)
def test_a_transcript_without_a_cue_is_refused(text: str):
    with pytest.raises(NoCues):
        parse_transcript(text)


def test_too_much_text_is_refused():
    with pytest.raises(TranscriptTooLarge, match="characters"):
        parse_transcript("0:01 " + "a" * MAX_CHARACTERS)


@pytest.mark.parametrize(
    "text", ["0:01 a\n" * (MAX_CUES + 1), '{"segments": [' + "{}," * MAX_CUES + "{}]}"], ids=["text", "json"]
)
def test_too_many_cues_are_refused(text: str):
    with pytest.raises(TranscriptTooLarge, match="50,000 cues"):
        parse_transcript(text)


def test_the_most_cues_are_read():
    assert len(parse_transcript("0:01 a\n" * MAX_CUES).cues) == MAX_CUES


PIECES = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r",
        "00:01.000 --> 00:02.000",
        "00:00:01,000 --> 00:00:00,500",
        "1",
        "0:01 ",
        "99:99 ",
        "<v Ann>",
        "</v>",
        "<v",
        "<",
        ">",
        "&amp;",
        "&#xD800;",
        "-->",
        "NOTE",
        "STYLE",
        "Ann: ",
        "Unknown: ",
        "Back to show page",
        '{"segments": [',
        '{"startTime": 1, "endTime": 0, "body": "a b"}',
        '{"start": 2, "text": "x"}',
        ",",
        "]}",
        "NaN",
        "\ud800",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join)))
def test_no_text_does_more_than_fail_as_documented(text: str):
    try:
        transcript = parse_transcript(text)
    except TranscriptError:
        return
    assert transcript.cues
    for cue in transcript.cues:
        assert cue.end is None or cue.end >= cue.start
        assert cue.text == " ".join(cue.text.split()) != ""
        assert not re.search("[\x00-\x1f\x7f\ud800-\udfff]", cue.text + cue.speaker)


MUCH = MAX_CHARACTERS - 100


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * (MUCH // 3),
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v " + " " * MUCH,
        "0:01 " + "<v Ann>a" * (MUCH // 8),
        "0:01 " + "<v Ann>a<v Bo>b" * (MUCH // 16),
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<a" * (MUCH // 2),
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "&#" * (MUCH // 2),
        "WEBVTT\n\n" + "1" * MUCH,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nx" + "\n" * MUCH,
        "00:00:01,000 --> 00:00:02,000\n" + "Aa " * (MUCH // 3),
        "00:00:01,000 --> 00:00:02,000\n" + "<v Ann>a<v Bo>b" * (MUCH // 16),
        "00:00:01,000 --> 00:00:02,000\n" + "Á" * MUCH,
        "00:00:01,000 --> 00:00:02,000\n" + "{\\" * (MUCH // 2),
        " " * MUCH + "x",
        "1:" * (MUCH // 2),
        "0:01 x\n" + "\n" * MUCH,
        '{"startTime": ' + "[" * MUCH,
        '{"segments": [' + '"' + "\\" * MUCH,
    ],
    ids=[
        *(
            "open voices",
            "spaces in a voice",
            "one voice",
            "two voices",
            "open tags",
            "entities",
            "digits",
            "blank lines",
        ),
        *(
            "words",
            "many voices",
            "capitals",
            "braces",
            "spaces",
            "colons",
            "blank text",
            "nesting",
            "backslashes",
        ),
    ],
)
def test_five_megabytes_of_malice_take_linear_time(text: str):
    begun = time.process_time()
    with suppress(TranscriptError):
        parse_transcript(text)
    assert time.process_time() - begun < 5
