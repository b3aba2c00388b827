"""Real notes against what a reader sees in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from episodes.notes.document import ParsedNotes, SegmentKind
from episodes.notes.filenames import number_from_name
from episodes.notes.parser import parse_notes
from episodes.notes.reading import read_notes

from .expected_notes import HEADS, SEGMENTS


@pytest.fixture(scope="session")
def parsed(corpus) -> dict[str, tuple[str, ParsedNotes]]:
    files = sorted((corpus / "python-bytes/notes").glob("*.md"))
    texts = {file.name: read_notes(file.read_bytes())[0] for file in files}
    return {name: (text, parse_notes(text)) for name, text in texts.items()}


@pytest.mark.parametrize("name", SEGMENTS)
def test_the_segments_are_those_that_a_reader_sees(parsed, name):
    _, notes = parsed[name]

    assert [(one.label, one.host, one.title, one.url) for one in notes.topics] == SEGMENTS[name]


@pytest.mark.parametrize("name", HEADS)
def test_the_credits_are_those_that_a_reader_sees(parsed, name):
    _, notes = parsed[name]
    number = notes.number or number_from_name(name)
    sponsors, guests = [one.name for one in notes.sponsors], [one.name for one in notes.guests]

    seen = (number, notes.title, sponsors, guests, notes.has(SegmentKind.EXTRA), notes.has(SegmentKind.JOKE))
    assert seen == HEADS[name]


def test_almost_all_notes_have_three_to_eight_topics(parsed):
    unusual = {name for name, (_, notes) in parsed.items() if not 3 <= len(notes.topics) <= 8}

    assert unusual == {"087.md", "110.md"}


def test_hosts_are_plain_names(parsed):
    hosts = {topic.host for _, notes in parsed.values() for topic in notes.topics}

    assert {host for host in hosts if host and not host.isalpha()} == set()


def test_links_and_images_are_counted_as_commonmark_counts_them(parsed):
    for name, (text, notes) in parsed.items():
        inline = [
            child.type for token in MarkdownIt("commonmark").parse(text) for child in token.children or ()
        ]

        assert (name, notes.links_total) == (name, inline.count("link_open"))
        assert (name, notes.images_total) == (name, inline.count("image"))


def test_no_line_is_lost(parsed):
    for name, (text, notes) in parsed.items():
        lines = [
            line for line in text.replace("\r\n", "\n").split("\n") if line.strip() and "```" not in line
        ]
        kept = {line for part in notes.segments for line in part.source.split("\n")}
        lost = [line for line in lines if line not in kept]
        headed = [part for part in notes.segments if part.kind.value in {"topic", "extra", "joke"}]

        # A heading line is in its part's title; some run on to a second line, and one heads the document.
        assert (name, len(lost)) <= (name, len(headed) + 3)


def test_notes_in_another_encoding_are_the_same_notes(corpus):
    def read(path: Path) -> ParsedNotes:
        return parse_notes(read_notes(path.read_bytes())[0])

    folder = corpus / "python-bytes"
    sound = read(folder / "notes/203.md")

    assert read(folder / "derived/203-bom-crlf.md") == sound
    assert read(folder / "derived/203-utf16.md") == sound


@pytest.mark.parametrize("show", ["changelog", "syntax-fm", "chapters"])
def test_notes_of_other_shows_are_read_without_trouble(corpus, show):
    files = sorted((corpus / show / "notes").glob("*.md"))

    assert files
    assert all(parse_notes(read_notes(file.read_bytes())[0]).segments for file in files)
