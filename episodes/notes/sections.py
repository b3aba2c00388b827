"""The headings behind the topics: extras ("Our news", "Extra Brian:"), jokes, and the list of all links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from episodes.timestamps import TIMESTAMP, parse_timestamp

from .document import SegmentKind
from .outline import MarginLine, Outline
from .plain_line import PlainLine
from .times import take_first_time, take_time

_TIME: Final = rf"(?:\s*[\[(]?(?P<time>{TIMESTAMP})[\])]?)?"
_JOKE: Final = re.compile(
    r"[\s*“”\"]*(?P<name>(?:extra\s+)?jokes?)[“”\"]?(?P<host>)(?P<aside>\s+\((?![0-9])[^()]{1,60}\))?"
    rf"{_TIME}(?:\s*[:!][“”\"]?(?:\s|\Z)|\s*\Z)",
    re.IGNORECASE,
)
_EXTRA: Final = re.compile(
    r"[\s*]*(?P<name>(?i:extras?)(?:\s+(?i:and|&)\s+[\w ,]{1,40}?)?)"
    rf"(?:\s*\((?P<aside>\w{{1,40}})\)|\s+(?P<host>[^\W\d_a-z]\w{{1,40}})(?=\s*:))?{_TIME}(?:\s*:|[\s.!]*\Z)"
)
_NEWS: Final = re.compile(
    r"[\s*]*(?P<name>our (?:\w+ )?news|news from us|follow[- ]?ups? and other news|in other news(?: \([^()]{1,40}\))?)"
    rf"(?P<host>)(?P<aside>){_TIME}\s*[:.!]?\s*\Z",
    re.IGNORECASE,
)
_PLAIN_NAME: Final = re.compile(r"(?:extra\s+)?jokes?|extras?", re.IGNORECASE)
_LINKS: Final = re.compile(r"[\s*]*(?:all |episode )?links\s*:?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Section:
    kind: SegmentKind
    line: MarginLine
    used: int
    host: str
    title: str
    url: str
    start: timedelta | None
    aside: str = ""
    is_bare: bool
    """Does the heading say no more than what the part is: "Extras", "Our news"?"""


def find_sections(margin: Sequence[MarginLine]) -> list[Section]:
    """Extras and jokes, in the document's order."""
    return [section for line in margin if (section := _section(line)) is not None]


def _section(line: MarginLine) -> Section | None:
    text, start = take_first_time(line.text)
    kind = SegmentKind.JOKE
    match = _JOKE.match(text.text)
    if match is None:
        kind, match = SegmentKind.EXTRA, _EXTRA.match(text.text) or _NEWS.match(text.text)
    if match is None:
        return None
    rest, used = _rest(line, match)
    title, late = take_time(rest)
    times = (start, parse_timestamp(match["time"] or ""), late)
    own = "" if _PLAIN_NAME.fullmatch(match["name"]) else " ".join(match["name"].split())
    aside = (match["aside"] or "").strip()
    return Section(
        kind=kind,
        line=line,
        used=used,
        host=match["host"] or (aside if kind is SegmentKind.EXTRA else ""),
        title=": ".join(filter(None, (own, title.title))),
        aside=aside if kind is SegmentKind.JOKE else "",
        is_bare=not title.title,
        url=title.url if title.title else "",
        start=next((time for time in times if time is not None), None),
    )


def _rest(line: MarginLine, match: re.Match[str]) -> tuple[PlainLine, int]:
    """What the heading says behind its word; a link there may run on below."""
    whole, used = line.paragraph.heading_at(line.offset)
    text, _ = take_first_time(whole)
    return text.cut(match.end()), used


def find_link_list(outline: Outline, after: int) -> MarginLine | None:
    """The heading "Links" with nothing but a list below, behind line ``after``, where the last part starts.

    A plain "Links:" is a topic's own when most of what it lists is new; so is a note's only part.
    """
    last = outline.margin[-1] if outline.margin else None
    if last is None or last.index <= after or not _LINKS.match(last.text.text):
        return None
    return last if repeats_links(outline, last.index) or (last.paragraph.level and after > 0) else None


def repeats_links(outline: Outline, start: int) -> bool:
    """Do most links from line ``start`` on stand above it too?"""
    above = {link.url for index, link in outline.links if index < start}
    below = [link.url for index, link in outline.links if index >= start]
    return bool(below) and 2 * sum(url in above for url in below) >= len(below)
