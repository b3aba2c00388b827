from __future__ import annotations

import pytest

from tests.transcripts.cues import codes, rows
from transcripts.formats import NoCues, parse_transcript

TALK = """<cite>Ann:</cite>
<time>0:00</time>
<p>Hello &amp; <em>wel</em>come.</p>
<cite>Bo Lind:</cite>
<time>1:02:03</time>
<p>Hi.</p>
"""
READ = [(0.0, 3723.0, "Ann", "Hello & welcome."), (3723.0, None, "Bo Lind", "Hi.")]


def test_it_reads_names_times_and_words():
    transcript = parse_transcript(TALK)
    assert transcript.format == "html"
    assert rows(transcript) == READ
    assert transcript.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        TALK.replace("\n", ""),
        TALK.replace("<cite>", '<cite class="x">').replace("cite>", "CITE>"),
        TALK.replace("<cite>Ann:</cite>", "<cite><b>Ann</b> : </cite>"),
        "<!doctype html><html><head><title>A title</title></head><body><h1>Talk</h1>" + TALK,
        "<style>time { color: red }</style>" + TALK + "<script>alert('<p>x</p>')</script>",
        TALK.replace("<p>Hi.", "<!-- <time>0:09</time> --><p>Hi."),
        TALK.replace("<time>0:00</time>", "").replace("<cite>Ann", "<time>0:00</time><cite>Ann"),
    ],
    ids=["one line", "attributes", "bold names", "a page", "script and style", "a comment", "time first"],
)
def test_variants_read_the_same(text: str):
    assert rows(parse_transcript(text)) == READ


def test_paragraphs_below_one_time_are_one_cue():
    assert rows(parse_transcript("<time>0:05</time><p>One.</p><p>Two.</p>")) == [(5.0, None, "", "One. Two.")]


def test_a_name_holds_until_the_next_one():
    read = parse_transcript("<cite>Ann:</cite><time>0:01</time><p>One.</p><time>0:09</time><p>Two.</p>")
    assert [(cue.speaker, cue.text) for cue in read.cues] == [("Ann", "One."), ("Ann", "Two.")]


def test_a_name_without_a_time_speaks_at_the_time_above():
    read = parse_transcript("<time>0:01</time><p>One.</p><cite>Bo:</cite><p>Two.</p>")
    assert rows(read) == [(1.0, 1.0, "", "One."), (1.0, None, "Bo", "Two.")]


def test_markup_that_was_said_is_text():
    read = parse_transcript("<time>0:01</time><p>a &lt;script&gt; and 3 < 4</p>")
    assert [cue.text for cue in read.cues] == ["a <script> and 3 < 4"]


def test_an_unreadable_time_is_reported_with_its_line():
    read = parse_transcript("<time>0:01</time><p>One.</p>\n<time>noon</time><p>Lost.</p>\n")
    assert [cue.text for cue in read.cues] == ["One."]
    assert codes(read) == [(2, "unreadable-time")]


def test_times_without_words_are_no_transcript():
    with pytest.raises(NoCues):
        parse_transcript("<time>0:01</time><p> </p>")
