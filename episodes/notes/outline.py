"""A document's CommonMark tokens -> what the parser of notes asks for: lines at the left margin, lists, links.

Reads CommonMark with strike-through and keeps targets as written. Tables stay text: their cells hold nothing
that the parser looks for, and a hostile one costs seconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .document import ParsedLink
from .inline_text import InlineText, read_inline
from .plain_line import PlainLine, join

_LONGEST_HEADING: Final = 4
"""Lines. Bold text or a link which runs on below a heading's first line belongs to the heading."""


class _VerbatimTargets(MarkdownIt):
    def normalizeLink(self, url: str) -> str:
        return url


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """The lines of a paragraph or heading (``level`` 1-6); ``start`` is its first line, from 0."""

    start: int
    level: int
    text: InlineText

    def heading_at(self, offset: int) -> tuple[PlainLine, int]:
        """The line at an offset, with the lines below that its bold text or link runs on to; their number."""
        depths = self.text.depths
        above = depths[offset - 1] if offset else 0
        for end in range(offset, min(offset + _LONGEST_HEADING, len(depths))):
            if depths[end] <= above:
                return join(self.text.lines[offset : end + 1]), end + 1 - offset
        return self.text.lines[offset], 1

    def images(self, offset: int, used: int) -> str:
        """The images of some lines, as Markdown."""
        return " ".join(image for line, image in self.text.images if offset <= line < offset + used)


@dataclass(frozen=True, kw_only=True)
class MarginLine:
    """A line of text at the left margin: no quotation, code or HTML, and a list item only in a ``MarginList``."""

    paragraph: Paragraph
    offset: int

    @property
    def index(self) -> int:
        return self.paragraph.start + self.offset

    @property
    def text(self) -> PlainLine:
        return self.paragraph.text.lines[self.offset]

    @property
    def below(self) -> Sequence[PlainLine]:
        """The lines below in the same paragraph."""
        return self.paragraph.text.lines[self.offset + 1 :]


@dataclass(frozen=True, kw_only=True)
class MarginList:
    """A list at the left margin, from line ``start`` up to ``end``: the first line of each of its items."""

    start: int
    end: int
    items: tuple[MarginLine, ...]

    @property
    def texts(self) -> tuple[PlainLine, ...]:
        return tuple(item.text for item in self.items)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """Line numbers count from 0. ``literal`` are the lines of code blocks."""

    margin: tuple[MarginLine, ...]
    lists: tuple[MarginList, ...]
    links: tuple[tuple[int, ParsedLink], ...]
    literal: frozenset[int]
    references: str

    def margin_between(self, start: int, end: int) -> Sequence[MarginLine]:
        """The lines from ``start`` up to ``end``; as what follows, without a look at all others."""
        first = bisect_left(self.margin, start, key=_index)
        return self.margin[first : bisect_left(self.margin, end, first, key=_index)]

    def lists_between(self, start: int, end: int) -> Sequence[MarginList]:
        """The lists that start from line ``start`` up to ``end``."""
        first = bisect_left(self.lists, start, key=_start)
        return self.lists[first : bisect_left(self.lists, end, first, key=_start)]

    def urls_between(self, start: int, end: int) -> Sequence[str]:
        first = bisect_left(self.links, start, key=itemgetter(0))
        return [
            link.url for _, link in self.links[first : bisect_left(self.links, end, first, key=itemgetter(0))]
        ]

    def first_list(self, start: int) -> MarginList | None:
        """The first list from line ``start`` on."""
        return next(iter(self.lists[(first := bisect_left(self.lists, start, key=_start)) : first + 1]), None)


def _index(line: MarginLine) -> int:
    return line.index


def _start(bullets: MarginList) -> int:
    return bullets.start


@dataclass(frozen=True, kw_only=True)
class Totals:
    links: int
    images: int
    fences: int


def read_outline(text: str) -> tuple[Outline, Totals]:
    """Tokens of a text whose lines end in line feeds, taken apart. Linear, but about 1 MB a second."""
    env: dict[str, Any] = {}
    reader = _reader()
    tokens = reader.parse(text, env)
    lines = text.split("\n")
    paragraphs = {i: _paragraph(reader, tokens[i - 1], token) for i, token in _inlines(tokens)}
    outline = Outline(
        margin=tuple(
            line for i, paragraph in paragraphs.items() for line in _margin_lines(tokens[i], paragraph, lines)
        ),
        lists=tuple(_lists(tokens, paragraphs)),
        links=tuple(
            (paragraph.start + offset, link)
            for paragraph in paragraphs.values()
            for offset, link in paragraph.text.links
        ),
        literal=frozenset(_literal_lines(tokens)),
        references=_references(env),
    )
    return outline, _totals(tokens)


def count_totals(text: str) -> Totals:
    """Links, images and fences of a text, as CommonMark counts them."""
    return _totals(_reader().parse(text))


def _reader() -> MarkdownIt:
    reader = _VerbatimTargets("commonmark").enable("strikethrough")
    # Without this rule an escaped mark stays apart from one that was left over.
    return reader.disable("text_join")


def _inlines(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    return ((i, token) for i, token in enumerate(tokens) if token.type == "inline")


def _paragraph(reader: MarkdownIt, opening: Token, token: Token) -> Paragraph:
    text = read_inline(token.children or ())
    expected = token.content.split("\n")
    if len(text.lines) != len(expected):
        text = _line_by_line(reader, expected, text)
    level = int(opening.tag[1]) if opening.type == "heading_open" else 0
    return Paragraph(start=token.map[0] if token.map else 0, level=level, text=text)


def _line_by_line(reader: MarkdownIt, contents: Sequence[str], text: InlineText) -> InlineText:
    """A code span or target took in the end of a line: read each line alone, so that lines keep their place."""
    lines = [join(read_inline(reader.parseInline(line)[0].children or ()).lines) for line in contents]
    return InlineText(lines=tuple(lines), depths=(0,) * len(lines), links=text.links, images=text.images)


def _margin_lines(token: Token, paragraph: Paragraph, lines: Sequence[str]) -> Iterator[MarginLine]:
    at_margin = token.level == 1
    for offset in range(len(paragraph.text.lines)):
        line = lines[paragraph.start + offset] if paragraph.start + offset < len(lines) else ""
        # The text of a list item or quotation may go on at the margin, where hosts start the next segment.
        runs_on = offset > 0 and not line.startswith((" ", "\t", ">"))
        if (at_margin and not line.startswith(("    ", "\t"))) or runs_on:
            yield MarginLine(paragraph=paragraph, offset=offset)


def _lists(tokens: Sequence[Token], paragraphs: Mapping[int, Paragraph]) -> Iterator[MarginList]:
    span, items, waiting = (0, 0), list[MarginLine](), False
    for i, token in enumerate(tokens):
        if token.level == 0 and token.type in {"bullet_list_open", "ordered_list_open"} and token.map:
            span, items = (token.map[0], token.map[1]), []
        elif token.level == 0 and token.type in {"bullet_list_close", "ordered_list_close"}:
            yield MarginList(start=span[0], end=span[1], items=tuple(items))
        elif token.level == 1:
            waiting = token.type == "list_item_open"
        elif token.level == 3 and token.type == "inline" and waiting:
            items.append(MarginLine(paragraph=paragraphs[i], offset=0))
            waiting = False


def _literal_lines(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.type in {"fence", "code_block"} and token.map:
            yield from range(*token.map)


def _references(env: dict[str, Any]) -> str:
    """The link reference definitions as Markdown, one a line."""
    return "\n".join(
        f"[{label}]: <{target['href']}>{_reference_title(target['title'])}"
        for label, target in env.get("references", {}).items()
        if "\n" not in label
    )


def _reference_title(title: str) -> str:
    escaped = " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f' "{escaped}"' if escaped else ""


def _totals(tokens: Sequence[Token]) -> Totals:
    inline = [child.type for token in tokens for child in token.children or ()]
    fences = sum(token.type == "fence" for token in tokens)
    return Totals(links=inline.count("link_open"), images=inline.count("image"), fences=fences)
