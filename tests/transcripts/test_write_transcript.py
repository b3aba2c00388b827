from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcripts.cues import cue, sentences, well_formed_cues
from transcripts.cues import ParsedCue
from transcripts.formats import html, parse_transcript, plain_text, podcast_json, srt, vtt

TALK = [
    cue(0.1, 5.2, "Hello & welcome: a <b> is a tag.", "Ines Montani"),
    cue(5.2, 6.0, "Thank you.", "Ines Montani"),
    cue(3661.5, 3662.0, "Bye.", "Tom & Jo"),
]


def test_it_writes_webvtt():
    assert vtt.write(TALK) == (
        "WEBVTT\n\n"
        "00:00:00.100 --> 00:00:05.200\n<v Ines Montani>Hello &amp; welcome: a &lt;b&gt; is a tag.\n\n"
        "00:00:05.200 --> 00:00:06.000\n<v Ines Montani>Thank you.\n\n"
        "01:01:01.500 --> 01:01:02.000\n<v Tom &amp; Jo>Bye.\n"
    )


def test_it_writes_subrip_with_a_name_where_it_changes():
    assert srt.write(TALK) == (
        "1\n00:00:00,100 --> 00:00:05,200\nInes Montani: Hello & welcome: a\n<b> is a tag.\n\n"
        "2\n00:00:05,200 --> 00:00:06,000\nThank you.\n\n"
        "3\n01:01:01,500 --> 01:01:02,000\nTom & Jo: Bye.\n"
    )


def test_it_writes_the_podcast_namespaces_json():
    assert json.loads(podcast_json.write([*TALK[:1], cue(6, 7, "Ah.")])) == {
        "version": "1.0.0",
        "segments": [
            {
                "speaker": "Ines Montani",
                "startTime": 0.1,
                "endTime": 5.2,
                "body": "Hello & welcome: a <b> is a tag.",
            },
            {"startTime": 6.0, "endTime": 7.0, "body": "Ah."},
        ],
    }


def test_it_writes_plain_text_in_whole_seconds():
    assert plain_text.write(TALK[1:]) == "00:00:05 <v Ines Montani>Thank you.\n\n01:01:01 <v Tom & Jo>Bye.\n"


def test_it_writes_the_podcast_namespaces_html_a_paragraph_of_each_speaker():
    assert html.write(TALK) == (
        "<cite>Ines Montani:</cite>\n<time>00:00</time>\n"
        "<p>Hello &amp; welcome: a &lt;b&gt; is a tag. Thank you.</p>\n"
        "<cite>Tom &amp; Jo:</cite>\n<time>1:01:01</time>\n<p>Bye.</p>\n"
    )


def test_html_of_nobody_is_paragraphs():
    cues = [cue(n * 10, n * 10 + 10, "It goes.") for n in range(8)]
    assert html.write(cues).count("<p>") == 2
    assert "cite" not in html.write(cues)


def test_html_reads_back_the_words_and_who_said_them():
    read = parse_transcript(html.write(TALK)).cues
    assert [(c.start.seconds, c.speaker, c.text) for c in read] == [
        (0, "Ines Montani", "Hello & welcome: a <b> is a tag. Thank you."),
        (3661, "Tom & Jo", "Bye."),
    ]


def timings(text: str) -> list[str]:
    return re.findall(r".* --> .*", text)


def test_cues_are_written_in_time_order_and_stay_in_order_when_they_start_together():
    written = vtt.write([cue(5, 6, "Three"), cue(1, 2, "One"), cue(1, 3, "Two")])
    assert [c.text for c in parse_transcript(written).cues] == ["One", "Two", "Three"]


def test_an_end_is_always_behind_its_start():
    cues = [
        cue(1, 1, "a"),
        cue(1, None, "b"),
        cue(2.5, 2.5, "c"),
        cue(60, 50, "d"),
        cue(61.0004, 61.0009, "e"),
    ]
    assert timings(vtt.write(cues)) == [
        "00:00:01.000 --> 00:00:02.500",
        "00:00:01.000 --> 00:00:02.500",
        "00:00:02.500 --> 00:00:04.500",
        "00:01:00.000 --> 00:01:01.000",
        "00:01:01.000 --> 00:01:03.000",
    ]


@pytest.mark.parametrize("form", [vtt, srt, podcast_json, plain_text, html])
def test_cues_without_text_are_not_written(form):
    assert form.write([cue(1, 2, " \n"), *TALK]) == form.write(TALK)


def test_lines_are_as_short_as_players_want_them():
    cues = [cue(1, 9, "Thank you for listening and sharing this podcast with your friends " * 3)]
    assert max(len(line) for line in vtt.write(cues).split("\n")) <= 65
    assert max(len(line) for line in srt.write(cues).split("\n")) <= 32


@pytest.mark.parametrize("form", [vtt, srt])
def test_text_cannot_open_a_cue(form):
    written = form.write([cue(1, 2, "x\n\n2\n00:00:03.000 --> 00:00:04.000\nNOTE y")])
    assert len(parse_transcript(written).cues) == 1
    assert len(timings(written)) == 1


def test_a_name_cannot_leave_its_tag():
    written = vtt.write([cue(1, 2, "Hello.", "Ann> <b>\n\n00:05.000 --> 00:06.000")])
    read = parse_transcript(written).cues
    assert [(c.speaker, c.text) for c in read] == [("Ann> <b> 00:05.000 --> 00:06.000", "Hello.")]


@settings(deadline=None, max_examples=25)
@given(well_formed_cues())
def test_webvtt_reads_back_the_same(cues: list[ParsedCue]):
    assert parse_transcript(vtt.write(cues)).cues == tuple(cues)


@settings(deadline=None, max_examples=25)
@given(well_formed_cues())
def test_the_json_reads_back_the_same(cues: list[ParsedCue]):
    assert parse_transcript(podcast_json.write(cues)).cues == tuple(cues)


# SubRip and plain text have no escapes: a tag in the text is a tag.
unmarked = sentences.filter(lambda text: not re.search(r"[<>{}]", text))


@settings(deadline=None, max_examples=25)
@given(well_formed_cues(unmarked))
def test_subrip_reads_back_the_same(cues: list[ParsedCue]):
    assert parse_transcript(srt.write(cues)).cues == tuple(cues)


@settings(deadline=None, max_examples=25)
@given(
    well_formed_cues(
        unmarked | st.sampled_from(["Note: it is late.", "42", "Unknown: who?", "Ann Lee: Hi there."])
    )
)
def test_subrip_keeps_words_that_look_like_names(cues: list[ParsedCue]):
    assert parse_transcript(srt.write(cues)).cues == tuple(cues)


@pytest.mark.parametrize(
    "said", [("Hello.", "Note: it is late."), ("Note: it is late.", "Hello."), ("A: b", "C: d") * 2]
)
def test_subrip_of_nobody_keeps_words_that_look_like_names(said: tuple[str, ...]):
    cues = tuple(cue(n, n + 1, text) for n, text in enumerate(said))
    assert parse_transcript(srt.write(cues)).cues == cues


@settings(deadline=None, max_examples=25)
@given(well_formed_cues(unmarked))
def test_plain_text_reads_back_words_speakers_and_seconds(cues: list[ParsedCue]):
    read = parse_transcript(plain_text.write(cues)).cues
    assert [(c.start.seconds, c.start.days, c.speaker, c.text) for c in read] == [
        (c.start.seconds, c.start.days, c.speaker, c.text) for c in cues
    ]
