"""Real notes, as our renderer and as GitHub's (cmark-gfm) show them: the same blocks, links and images."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import cmarkgfm
import pytest

from episodes.notes.document import Picture
from episodes.notes.fences import mend_fences
from episodes.notes.renderer import named_pictures, plain_text, render

CONTAINERS = {
    *("ul", "ol", "li", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ALONE = {"hr", "img"}

NO_HOST = "a link to `http://` alone passes no allow-list"
FENCE = "a closing fence is missing or misplaced: GitHub loses what follows, we keep it"

DIFFERENT = {"035": FENCE, "085": FENCE, "188": FENCE, "266": NO_HOST, "274": NO_HOST}
GUESSED_LINKS = {"323"}
DEAD_LINKS = {"007", "167", "266", "274", "324", "360"}
HEADINGS_IN_LISTS = {"266", "350"}


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: list[tuple[int, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = unquote(dict(attrs).get("href") or dict(attrs).get("src") or "")
        if tag in CONTAINERS | ALONE | {"a"}:
            self.found.append((self.depth, tag, target))
        self.depth += tag in CONTAINERS

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in CONTAINERS


def outline(html: str) -> list[tuple[int, str, str]]:
    parser = _Outline()
    parser.feed(html)
    parser.close()
    return parser.found


def github(source: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(source)


def page(source: str) -> str:
    """As a page shows a note once all its pictures are here; each under the address that the note gives."""
    held = {
        address: Picture(address=f"/media/notes/{number:032x}.png", width=1, height=1)
        for number, address in enumerate(named_pictures(source))
    }
    html = str(render(source, pictures=held))
    for address, picture in held.items():
        html = html.replace(picture.address, escape(address))
    return html


@pytest.fixture(scope="module")
def real_notes(corpus: Path) -> dict[str, str]:
    files = sorted((corpus / "python-bytes" / "notes").glob("*.md"))
    return {re.search(r"\d+", file.name)[0]: file.read_text(encoding="utf-8") for file in files}


@pytest.fixture(scope="module")
def ours(real_notes: dict[str, str]) -> dict[str, str]:
    return {number: render(source, as_github=True) for number, source in real_notes.items()}


def test_real_notes_look_as_on_github(real_notes: dict[str, str], ours: dict[str, str]):
    different = {number for number in ours if outline(ours[number]) != outline(github(real_notes[number]))}
    assert different == set(DIFFERENT)


def test_at_least_98_of_100_are_the_same_once_github_reads_the_fences_that_were_meant(
    real_notes: dict[str, str], ours: dict[str, str]
):
    same = [
        outline(ours[number]) == outline(github(mend_fences(source).text))
        for number, source in real_notes.items()
    ]
    assert sum(same) / len(same) >= 0.98


def test_a_page_differs_only_where_a_link_leads_nowhere_or_code_was_pasted_into_a_list(
    real_notes: dict[str, str], ours: dict[str, str]
):
    different = {number for number in ours if outline(page(real_notes[number])) != outline(ours[number])}
    assert different == DEAD_LINKS | HEADINGS_IN_LISTS | GUESSED_LINKS


@pytest.mark.parametrize("number", ["035", "085", "188"])
def test_it_keeps_what_github_loses_behind_a_bad_fence(real_notes: dict[str, str], number: str):
    source = real_notes[number]
    assert outline(render(source, as_github=True)) == outline(github(mend_fences(source).text))
    assert len(outline(render(source))) > len(outline(github(source)))


def test_no_word_of_a_real_note_is_lost(real_notes: dict[str, str]):
    def words(html: str) -> set[str]:
        return set(re.findall(r"\w+", plain_text(html)))

    for number, source in real_notes.items():
        assert words(github(mend_fences(source).text)) <= words(render(source)), number
