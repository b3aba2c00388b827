"""Topics of notes that attribute nothing to anybody: links below "News items", or a list of times and titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from .attributions import Topic
from .outline import MarginLine, MarginList, Outline
from .times import take_first_time

_NEWS: Final = re.compile(r"(?:news(?: items)?|headlines|stories|topics)\s*:?", re.IGNORECASE)
_FEWEST: Final = 2
"""One line that starts with a time may be anything."""


def find_unattributed(outline: Outline) -> list[Topic]:
    return _news_items(outline.margin) or _timed_lines(outline.margin) or _timed_items(outline.lists)


def _news_items(margin: Sequence[MarginLine]) -> list[Topic]:
    """Bold links that start a paragraph below a heading "News items", up to the next heading."""
    topics, inside = [], False
    for line in margin:
        if line.paragraph.level:
            inside = _NEWS.fullmatch(line.text.text.strip()) is not None
        elif inside and not line.offset and line.text.starts_bold and line.text.is_one_link:
            topics.append(Topic(line=line, used=1, title=line.text.title, url=line.text.url, start=None))
    return topics


def _timed_lines(margin: Sequence[MarginLine]) -> list[Topic]:
    """Paragraphs and headings such as "3:45 - Extensions"; the next heading without a time ends the last."""
    timed = [line for line in margin if not line.offset and _is_timed(line)]
    if not _count_up(timed):
        return []
    starts = {line.index for line in timed}
    ends = sorted(line.index for line in margin if line.paragraph.level and line.index not in starts)
    return [_topic(line, end=next(iter(ends[bisect_right(ends, line.index) :][:1]), None)) for line in timed]


def _timed_items(lists: Sequence[MarginList]) -> list[Topic]:
    """The first list in which most items start with a time: "- [2:22](#t=2:22) - Title"."""
    for one in lists:
        timed = [item for item in one.items if _is_timed(item)]
        if 4 * len(timed) >= 3 * len(one.items) and _count_up(timed):
            return [_topic(item, end=one.end, in_list=True) for item in timed]
    return []


def _is_timed(line: MarginLine) -> bool:
    rest, start = take_first_time(line.text)
    return start is not None and bool(rest.title)


def _count_up(lines: Sequence[MarginLine]) -> bool:
    starts = list(_starts(lines))
    return len(starts) >= _FEWEST and all(a <= b for a, b in pairwise(starts))


def _starts(lines: Iterable[MarginLine]) -> Iterator[timedelta]:
    for line in lines:
        if (start := take_first_time(line.text)[1]) is not None:
            yield start


def _topic(line: MarginLine, *, end: int | None, in_list: bool = False) -> Topic:
    heading, used = line.paragraph.heading_at(line.offset)
    rest, start = take_first_time(heading)
    return Topic(line=line, used=used, title=rest.title, url=rest.url, start=start, end=end, in_list=in_list)
