"""Every real transcript, against counts and words taken from the files in another, cruder way."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import groupby
from pathlib import Path

import pytest

from episodes.timestamps import format_timestamp, parse_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript, has_times
from transcripts.formats import TranscriptError, parse_transcript, podcast_json, srt, vtt

FOLDERS = [
    "python-bytes/transcripts",
    "python-bytes/youtube-transcripts",
    "python-bytes/derived",
    "chapters/transcripts",
    "haskell-weekly/transcripts",
    "podcast-namespace/transcripts",
    "syntax-fm/transcripts",
]


@pytest.fixture(scope="module")
def files(corpus: Path) -> list[Path]:
    found = [file for folder in FOLDERS for file in sorted((corpus / folder).iterdir())]
    return [file for file in found if file.suffix in {".vtt", ".srt", ".txt", ".json"}]


@pytest.fixture(scope="module")
def transcripts(files: list[Path]) -> dict[Path, ParsedTranscript]:
    return {file: parse_transcript(read(file)) for file in files}


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


def of_kind(
    transcripts: dict[Path, ParsedTranscript], *suffixes: str
) -> Iterator[tuple[str, str, ParsedTranscript]]:
    """(name, text, transcript) of the files with these suffixes."""
    for file, transcript in transcripts.items():
        if file.suffix in suffixes:
            yield file.name, read(file), transcript


def words(text: str) -> list[str]:
    return re.sub(r"<v [^>]*>", " ", text).split()


def plain_text_cues(text: str) -> Iterator[str]:
    """The name of each cue: one for each timed line, and one more for each change of name in it."""
    for line in re.findall(r"(?m)^[\d:]{4,8} (.+)$", text):
        before, *tagged = re.split(r"<v ([^>]*)>", line)
        names = ([""] if before.strip() else []) + tagged[::2]
        yield from (name for name, _ in groupby(names))


def test_the_corpus_is_as_large_as_it_was(files: list[Path]):
    assert len(files) >= 60


def test_every_timed_line_with_text_is_a_cue(transcripts):
    for name, text, transcript in of_kind(transcripts, ".vtt", ".srt"):
        assert len(transcript.cues) == len(re.findall(r" --> .*\n(?=[^\n])", text)), name


def test_every_cue_without_text_is_counted(transcripts):
    for name, text, transcript in of_kind(transcripts, ".vtt"):
        empty = text.count(" --> ") - len(transcript.cues)
        counts = [found.message.split()[0] for found in transcript.findings if found.code == "empty-cues"]
        assert counts == ([str(empty)] if empty else []), name


def test_every_line_of_plain_text_is_a_cue_of_its_speaker(transcripts):
    for name, text, transcript in of_kind(transcripts, ".txt"):
        assert [cue.speaker for cue in transcript.cues] == list(plain_text_cues(text)), name


def test_every_voice_is_a_speaker(transcripts):
    for name, text, transcript in of_kind(transcripts, ".vtt"):
        speakers = [cue.speaker for cue in transcript.cues if cue.speaker]
        assert speakers == re.findall(r"<v ([^>]*)>", text), name


def test_no_word_of_webvtt_is_lost_or_made_up(transcripts):
    for name, text, transcript in of_kind(transcripts, ".vtt"):
        said = re.sub(r"(?m)^WEBVTT$|^(?:\d+\n)?[\d:.]+ --> [\d:.]+$", "", text).replace("&amp;", "&")
        assert words(" ".join(cue.text for cue in transcript.cues)) == words(said), name


def test_no_word_of_plain_text_is_lost_or_made_up(transcripts):
    for name, text, transcript in of_kind(transcripts, ".txt"):
        said = re.sub(r"\A\D[\s\S]*?\n(?=\d)|\nBack to show page\n*\Z", "", text)
        said = re.sub(r"(?m)^[\d:]{4,8} ", "", said)
        assert words(" ".join(cue.text for cue in transcript.cues)) == words(said), name


def test_every_segment_of_json_is_a_cue(corpus: Path):
    for name in ["203-whisper.json", "485-podcast-namespace.json"]:
        text = read(corpus / "python-bytes/derived" / name)
        transcript = parse_transcript(text)
        assert len(transcript.cues) == len(json.loads(text)["segments"])
        assert transcript.findings == ()


def test_the_namespaces_example_is_merged_into_two_cues(corpus: Path):
    transcript = parse_transcript(read(corpus / "podcast-namespace/transcripts/example.json"))
    assert [(cue.speaker, cue.text) for cue in transcript.cues] == [
        ("Darth Vader", "I am your father."),
        ("Luke", "Nooooo"),
    ]


@pytest.mark.parametrize(
    ("name", "speakers"),
    [
        ("podcast-namespace/transcripts/example.srt", {"Travis", "Gilon", "Sarah"}),
        ("syntax-fm/transcripts/Syntax1.srt", {"", "Scott Tolinski", "Wes Bos"}),
        ("syntax-fm/transcripts/Syntax300.srt", {"", "Announcer", "Scott Tolinski", "Wes Bos"}),
        ("python-bytes/derived/203-bom-crlf.srt", {""}),
    ],
)
def test_subrip_names_its_speakers(name: str, speakers: set[str], corpus: Path):
    assert {cue.speaker for cue in parse_transcript(read(corpus / name)).cues} == speakers


def whole_seconds(cues: tuple[ParsedCue, ...]) -> list[tuple[int, str]]:
    return [(int(cue.start.total_seconds()), cue.text) for cue in cues]


@pytest.mark.parametrize("name", ["203-site-style-mmss.txt", "203-whisper.json", "203-bom-crlf.srt"])
def test_the_forms_of_one_transcript_agree_cue_by_cue(name: str, corpus: Path):
    [original] = (corpus / "python-bytes/transcripts").glob("203-*.txt")
    derived = parse_transcript(read(corpus / "python-bytes/derived" / name))
    assert whole_seconds(derived.cues) == whole_seconds(parse_transcript(read(original)).cues)


def test_the_long_one_agrees_with_its_page(corpus: Path):
    [original] = (corpus / "python-bytes/transcripts").glob("214-*.txt")
    page = parse_transcript(read(corpus / "python-bytes/derived/214-site-style-mmss.txt"))
    assert page.cues == parse_transcript(read(original)).cues


def test_json_and_webvtt_of_one_transcript_are_the_same_cues(corpus: Path):
    [original] = (corpus / "python-bytes/transcripts").glob("485-*.vtt")
    derived = parse_transcript(read(corpus / "python-bytes/derived/485-podcast-namespace.json"))
    assert derived.cues == parse_transcript(read(original)).cues


def test_oddities_are_found_at_their_lines(corpus: Path):
    file = corpus / "python-bytes/youtube-transcripts/469-commands-out-of-the-terminal.vtt"
    lines = read(file).split("\n")
    findings = parse_transcript(read(file)).findings
    assert [found.code for found in findings] == ["ends-before-start", "starts-back"]
    assert all(" --> " in lines[found.line - 1] for found in findings)


@pytest.mark.parametrize("form", [vtt, srt, podcast_json])
def test_what_is_written_reads_back_the_same(form, transcripts):
    for file, transcript in list(transcripts.items())[::6]:
        written = form.write(transcript.cues)
        read_back = parse_transcript(written)
        assert not read_back.findings, file.name
        assert form.write(read_back.cues) == written, file.name


def test_markdown_with_names_and_a_few_times_is_read(corpus: Path):
    text = read(corpus / "changelog/transcripts/the-changelog-301.md")
    transcript = parse_transcript(text)
    starts = {cue.start for cue in transcript.cues}
    times = [parse_timestamp(time) for time in re.findall(r"\\\[([\d:]+)\\\]", text)]
    assert transcript.format == "markdown"
    assert Counter(cue.speaker for cue in transcript.cues).keys() == {
        *re.findall(r"(?m)^\*\*(.*?):\*\*", text),
    } - {"Break"}
    assert len(times) == 9
    assert starts.issuperset(times)
    assert [cue.start for cue in transcript.cues] == sorted(cue.start for cue in transcript.cues)
    assert [found.code for found in transcript.findings] == ["estimated-times"]


def test_no_word_of_markdown_is_lost_or_made_up(corpus: Path):
    text = read(corpus / "changelog/transcripts/the-changelog-301.md")
    said = re.sub(r"(?m)^\*\*.*?:\*\*|\\\[[\d:]+\\\]", "", text)
    said = re.sub(r"\\(?=[\[\]_#*])", "", said)
    assert words(" ".join(cue.text for cue in parse_transcript(text).cues)) == words(said)


def test_markdown_without_times_is_read_and_says_so(corpus: Path):
    file = corpus / "bitcoin-transcripts/transcripts/modularizing-the-bitcoin-consensus-engine.md"
    transcript = parse_transcript(read(file))
    assert Counter(cue.speaker for cue in transcript.cues) == {"CD": 16, "AJ": 12, "M": 6, "": 4}
    assert not has_times(transcript.cues)
    assert [found.code for found in transcript.findings] == ["no-times", "headings"]


def test_the_namespaces_html_is_read(corpus: Path):
    text = read(corpus / "podcast-namespace/transcripts/example.html")
    transcript = parse_transcript(text)
    assert [format_timestamp(cue.start) for cue in transcript.cues][:4] == [
        "00:00",
        "00:53",
        "01:42",
        "03:39",
    ]
    assert [f"{cue.speaker}:" for cue in transcript.cues] == re.findall("<cite>(.*?)</cite>", text)
    said = unescape(" ".join(re.findall("<p>(.*?)</p>", text)))
    assert words(" ".join(cue.text for cue in transcript.cues)) == words(said)


def test_show_notes_are_no_transcripts(corpus: Path):
    """But for one that is a list of times with words."""
    taken = []
    for file in corpus.glob("*/notes/*.md"):
        with suppress(TranscriptError):
            taken.append((file.parent.parent.name, parse_transcript(read(file)).format))
    assert taken == [("syntax-fm", "text")]
