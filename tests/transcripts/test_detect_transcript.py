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
        ('[{"startTime": 1, "body": "Hello"}]', "podcast-json"),
        ("[00:05] Hello.", "text"),
        ("<cite>Travis:</cite>\n<time>0:00</time>\n<p>When you first</p>", "html"),
        ("<!doctype html>\n<html><body><time>0:00</time><p>Hello.</p>", "html"),
        ("**Ann Lee:** I'm joined by Bo. \\[04:03\\] Hello.", "markdown"),
        ("00:05 **Ann:** Hello.", "markdown"),
        ("Ann: Hello.\n\nBo: Hi.\n\nAnn: So.", "markdown"),
        ("---\ntitle: A talk\nspeakers:\n  - Carl\n---\nDo you want to talk?", "markdown"),
    ],
)
def test_the_content_tells_the_format(text: str, form: str):
    assert parse_transcript(text).format == form


@pytest.mark.parametrize(
    "text",
    [
        "Just some words.",
        "<p>A page</p>\n<time>2024-05-01</time>",
        "**Bold** words alone name nobody.",
        "Note: one name is none.",
        "**Ann #1:** [A thing](https://a.example)\n\n- A note.\n- Another.",
        "**Ann:** [A thing](https://a.example)\n\n- A note.\n- Another.",
        "---\ntitle: A page\n---\nNo speakers.",
        "{}",
    ],
    ids=[
        "prose",
        "html",
        "bold",
        "one label",
        "notes",
        "notes without numbers",
        "front matter",
        "empty object",
    ],
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
        "**Ann:** ",
        "**Break:** ",
        "\\[04:03\\]",
        "[0:05] ",
        "# ",
        "---\n",
        "speakers: [Ann]\n",
        "<cite>",
        "</cite>",
        "<time>",
        "0:07",
        "</time>",
        "<p>",
        "<script>",
        "<!--",
        '[{"start_ms": 5, "text": "x", "voice": "Ann"}]',
        '{"lines": [{"startTime": "00:00:01,000", "text": "x"}]}',
        '{"transcription": [{"offsets": {"from": 5, "to": 9}, "text": " x"}]}',
    ]
)


@settings(deadline=None, max_examples=150)
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


MUCH = 100_000


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
        "<time>0:01</time>" + "<cite>" * (MUCH // 6),
        "<time>0:01</time>" + "<cite><b " * (MUCH // 9),
        "<time>0:01</time>" + "<!--" * (MUCH // 4),
        "<time>0:01</time>" + "<script>" * (MUCH // 8),
        "<time>0:01</time>" + "<script></script>" * (MUCH // 17),
        "<time>0:01</time>" + "<a" * (MUCH // 2),
        "<time " * (MUCH // 6),
        "<time>0:01</time><p>" + "&amp" * (MUCH // 4),
        "**Ann:** " + "[" * MUCH,
        "**Ann:** " + "[a](" * (MUCH // 4),
        "**Ann:** " + "![" * (MUCH // 2),
        "**Ann:** " + "*a " * (MUCH // 3),
        "**Ann:** " + "`a " * (MUCH // 3),
        "**Ann:** " + "\\[0:01\\]" * (MUCH // 9),
        "**Ann:** " + "<https://" * (MUCH // 9),
        "**Ann:** a\n" * (MUCH // 11),
        "**" * (MUCH // 2) + ":",
        "Ann: a\n\n" + "Aa " * (MUCH // 3) + "\nAnn: b",
        "Ann: a\nAnn: b\n\n" + "a" * MUCH,
        "---\n" + "a: " * (MUCH // 3) + "\n---\n",
        "---\nspeakers: " + "[" * 15_000 + "\n---\nHello.",
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
        *(
            "open names",
            "tags in names",
            "open comments",
            "open script",
            "scripts",
            "open elements",
            "open times",
            "open entities",
        ),
        *(
            "brackets",
            "open links",
            "open images",
            "open emphasis",
            "open code",
            "marks",
            "open addresses",
            "turns",
            "stars",
            "capitals in a turn",
            "a long paragraph",
            "front matter",
            "nested front matter",
        ),
    ],
)
def test_malice_is_read_in_linear_time(text: str):
    begun = time.process_time()
    with suppress(TranscriptError):
        parse_transcript(text)
    assert time.process_time() - begun < 10
