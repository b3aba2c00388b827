"""The plain text of a line: emphasis, links and back-ticks taken out, what they covered remembered by position.

``**Brian** **#1:**``, ``**Brian #****1****:**`` and ``**Brian #1: [T](u)**`` are one form then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_BARE_ADDRESS: Final = re.compile(r"https?://[^\s<>\"”]+[^\s<>\"”.,;:!?)\]}'’]/?")
_NOWHERE: Final = re.compile(r"https?:/*|#")
_FRONT: Final = re.compile(r"(?:[\s:]|\*\*+)+")
_SPACE_AND_COLON: Final = ": \t\n\r\x0b\x0c\xa0\u2002\u2003\u2009\u200a\u202f\u3000"


@dataclass(frozen=True, kw_only=True)
class Span:
    """Positions ``start`` to ``end`` of a line lie inside a link (``url``) or bold text (no ``url``)."""

    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PlainLine:
    """A line's text with its links and bold parts; links without text have no span."""

    text: str
    links: tuple[Span, ...] = ()
    bold: tuple[Span, ...] = ()

    def cut(self, start: int, end: int | None = None) -> PlainLine:
        """The text from ``start`` to ``end`` with what remains of its spans."""
        end = len(self.text) if end is None else end
        text = self.text[start:end]
        return PlainLine(
            text=text, links=_cut_spans(self.links, start, end), bold=_cut_spans(self.bold, start, end)
        )

    def stripped(self) -> PlainLine:
        """Without space, colons and unpaired bold marks around."""
        start = match.end() if (match := _FRONT.match(self.text)) else 0
        # Not a pattern: searching one for the end of long blank runs takes quadratic time.
        return self.cut(start, max(start, len(self.text.rstrip(_SPACE_AND_COLON))))

    @property
    def title(self) -> str:
        return re.sub(r"\s+", " ", self.stripped().text)

    @property
    def url(self) -> str:
        """The target of the first link that has text; else the first bare address; else nothing.

        A target without a site, such as "http://", only counts where there is no other.
        """
        linked = [span.url for span in self.links if self.text[span.start : span.end].strip()]
        sound = (url for url in linked if not _NOWHERE.fullmatch(url))
        return next(sound, linked[0] if linked else self.bare_address)

    @property
    def bare_address(self) -> str:
        return match[0] if (match := _BARE_ADDRESS.search(self.text)) else ""

    @property
    def is_one_link(self) -> bool:
        """Is there nothing on the line but a link, or a bare address?"""
        return _covers(self.links, self.text) or (bool(self.text) and self.bare_address == self.text.strip())

    @property
    def is_bold(self) -> bool:
        return _covers(self.bold, self.text)

    @property
    def starts_bold(self) -> bool:
        margin = len(self.text) - len(self.text.lstrip())
        return any(span.start <= margin < span.end for span in self.bold)


def join(lines: Sequence[PlainLine]) -> PlainLine:
    """Several lines as one, a space between them."""
    text, links, bold = "", list[Span](), list[Span]()
    for line in lines:
        text += " " if text else ""
        links += _moved(line.links, len(text))
        bold += _moved(line.bold, len(text))
        text += line.text
    return PlainLine(text=text, links=tuple(links), bold=tuple(bold))


def _moved(spans: Iterable[Span], by: int) -> list[Span]:
    return [Span(start=span.start + by, end=span.end + by, url=span.url) for span in spans]


def _cut_spans(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple(
        Span(start=max(span.start, start) - start, end=min(span.end, end) - start, url=span.url)
        for span in spans
        if span.start < end and span.end > start
    )


def _covers(spans: Sequence[Span], text: str) -> bool:
    """Do spans of one target cover all of the text that can be seen?"""
    covered = "".join(text[span.start : span.end] for span in spans)
    return bool(covered.strip()) and len({span.url for span in spans}) == 1 and _seen(covered) == _seen(text)


def _seen(text: str) -> str:
    return "".join(text.split())
