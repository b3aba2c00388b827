"""Real notes against what a reader sees in them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from episodes.notes.document import ParsedNotes, SegmentKind
from episodes.notes.filenames import number_from_name
from episodes.notes.parser import parse_notes
from episodes.notes.reading import read_notes
from episodes.notes.renderer import plain_text, render

from .expected_notes import EXPECTED


@pytest.fixture(scope="session")
def parsed(corpus) -> dict[str, tuple[str, ParsedNotes]]:
    files = sorted((corpus / "python-bytes/notes").glob("*.md"))
    texts = {file.name: read_notes(file.read_bytes())[0] for file in files}
    return {name: (text, parse_notes(text)) for name, text in texts.items()}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_topics_are_those_that_a_reader_sees(parsed, name):
    _, notes = parsed[name]

    assert [(one.label, one.host, one.title, one.url) for one in notes.topics] == EXPECTED[name].topics


@pytest.mark.parametrize("name", EXPECTED)
def test_the_rest_is_what_a_reader_sees(parsed, name):
    _, notes = parsed[name]
    expected = EXPECTED[name]

    assert (notes.number or number_from_name(name)) == int(expected.heads["number"])
    assert notes.title == expected.heads.get("title", "")
    assert [one.name for one in notes.sponsors] == expected.names("sponsors")
    assert [one.name for one in notes.guests] == expected.names("guests")
    assert notes.has(SegmentKind.EXTRA) == ("extras" in expected.heads)
    assert notes.has(SegmentKind.JOKE) == ("joke" in expected.heads)
    assert notes.youtube_id == expected.heads.get("youtube", "")
    assert str(notes.recorded_on or "") == expected.heads.get("recorded", "")


@pytest.mark.parametrize(
    "name", [name for name in EXPECTED if EXPECTED[name].heads.get("extras", "yes") != "yes"]
)
def test_extras_are_those_of_the_hosts_who_have_some(parsed, name):
    extras = [part.host for part in parsed[name][1].segments if part.kind is SegmentKind.EXTRA]

    assert extras == EXPECTED[name].heads["extras"].split(", ")


def test_videos_are_found_in_all_forms(parsed):
    found = {name: notes.youtube_id for name, (_, notes) in parsed.items() if notes.youtube_id}

    assert found == {
        "210.md": "WKAeXtLv5-k",
        "212.md": "oKgAsjiJqMs",
        "213.md": "5noeLbjTz_o",
        "216.md": "Jc_VSHpBM7Y",
        "231.md": "rDYKZG6Fn8o",
    }


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


def test_no_word_is_lost(parsed):
    """Of the whole note as it is rendered, each word is in the parts of its page, as often."""
    for name, (_, notes) in parsed.items():
        parts = Counter[str]()
        for part in notes.segments:
            heading = f"{part.label} {part.host} {part.title}"
            parts += words(heading) + words(plain_text(render(part.source, references=notes.references)))
        lost = words(plain_text(render(notes.body))) - parts

        # What a part is, the page says in its own words.
        assert (name, set(lost) - {"extra", "extras", "joke", "jokes", "topic"}) == (name, set())


def words(text: str) -> Counter[str]:
    """Marks that found no partner split no word. Addresses are counted as links."""
    return Counter(re.findall(r"[^\W_]+", re.sub(r"https?://\S*", " ", text).replace("*", "").casefold()))


def test_every_link_is_in_the_part_where_it_stands(parsed):
    for name, (_, notes) in parsed.items():
        # Where a fence is mended there are more: CommonMark takes them for code.
        mended = any(finding.code.startswith("fence-") for finding in notes.findings)
        assert mended or (name, sum(len(part.links) for part in notes.segments)) == (name, notes.links_total)


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
