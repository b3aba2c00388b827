"""A document's lines -> the parts that they belong to, each line to exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from textwrap import shorten
from typing import Final

from .attributions import Topic
from .document import SegmentKind
from .guests import is_guest_line
from .outline import MarginLine, Outline
from .plain_line import join
from .sections import Section, find_link_list, find_sections
from .sponsors import Named, names_sponsor, read_name, read_sponsor
from .times import take_time

LONGEST_TITLE: Final = 300
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>~&]")


@dataclass(frozen=True, kw_only=True)
class Part:
    """From line ``start``, counted from 0, to the next part; its source starts at ``body``.

    ``beside`` is Markdown that the heading line holds and a title cannot: images, brackets at the attribution. A
    ``bare`` heading says only what the part is, an ``indented`` text stands below a list item.
    """

    kind: SegmentKind
    start: int
    body: int
    label: str = ""
    host: str = ""
    title: str = ""
    url: str = ""
    time: timedelta | None = None
    sponsors: tuple[Named, ...] = ()
    beside: str = ""
    bare: bool = False
    indented: bool = False


def find_parts(outline: Outline, topics: Sequence[Topic], first: int) -> list[Part]:
    """The parts from line ``first`` on. What comes before and between the others is intro."""
    taken = {topic.line.index for topic in topics}
    margin = [line for line in outline.margin if line.index >= first and line.index not in taken]
    body = [
        *(_topic_part(topic) for topic in topics),
        *(_headed_part(section.kind, section, bare=section.is_bare) for section in find_sections(margin)),
    ]
    end_of_head = min(
        (part.start for part in body), default=len(outline.margin) and outline.margin[-1].index + 1
    )
    last = max((part.start for part in body), default=0)
    links = find_link_list(outline, after=last)
    parts = [
        *([_intro(first)] if end_of_head > first or not body else []),
        *(_intro(topic.end) for topic in topics if topic.end is not None),
        *_header_sponsors(outline, margin, end_of_head),
        *body,
        *_spots(margin, body),
        *([Part(kind=SegmentKind.LINKS, start=links.index, body=links.index)] if links else []),
    ]
    by_start = {part.start: part for part in parts}
    return [by_start[start] for start in sorted(by_start)]


def _intro(start: int) -> Part:
    return Part(kind=SegmentKind.INTRO, start=start, body=start)


def _topic_part(topic: Topic) -> Part:
    """A list of times names sponsors too; who is attributed a topic talks about one."""
    if not topic.label and not topic.host and names_sponsor(topic.line.text):
        return _sponsor_part(topic.line, (read_sponsor(topic.line.text),))
    return _headed_part(SegmentKind.TOPIC, topic, label=topic.label, indented=topic.in_list)


def _headed_part(
    kind: SegmentKind,
    heading: Topic | Section,
    *,
    label: str = "",
    bare: bool = False,
    indented: bool = False,
) -> Part:
    index, title = heading.line.index, heading.title
    long = len(title) > LONGEST_TITLE
    return Part(
        kind=kind,
        start=index,
        # What a title cannot hold stays in the text, with the whole of its line.
        body=index if long else index + heading.used,
        label=label,
        host=heading.host,
        title=shorten(title, LONGEST_TITLE, placeholder=" …") if long else title,
        url=heading.url,
        time=heading.start,
        beside="" if long else _beside(heading),
        bare=bare,
        indented=indented,
    )


def _beside(heading: Topic | Section) -> str:
    images = heading.line.paragraph.images(heading.line.offset, heading.used)
    return "\n\n".join(filter(None, (_MARKUP.sub(r"\\\g<0>", heading.aside), images)))


def _header_sponsors(outline: Outline, margin: Sequence[MarginLine], end: int) -> Iterator[Part]:
    """A part for each sponsor above the topics, and the intro that goes on below it."""
    for line in margin:
        if line.index >= end:
            return
        if names_sponsor(line.text) and not read_sponsor(line.text).ourselves:
            part, below = _header_sponsor(outline, line, end)
            yield part
            if below < end:
                yield _intro(below)


def _header_sponsor(outline: Outline, line: MarginLine, end: int) -> tuple[Part, int]:
    """The part and the line below it: the rest of the paragraph belongs to it, and a list that it announces."""
    if line.paragraph.level:
        return _sponsor_section(outline, line, end)
    own = next((n for n, text in enumerate(line.below) if is_guest_line(text) or names_sponsor(text)), None)
    more = line.below if own is None else line.below[:own]
    below = line.index + 1 + len(more)
    named = read_sponsor(line.text)
    if more and not named.name:
        named = read_name(join(more))
    bullets = outline.first_list(below)
    announced = not named.name or line.text.text.rstrip(" *").endswith(":")
    if bullets is None or not announced or _has_text_between(outline, below, bullets.start):
        return _sponsor_part(line, (named,)), below
    listed = tuple(read_name(text) for text in bullets.texts)
    if named.name:
        url = named.url or next((one.url for one in listed if one.url), "")
        listed = (Named(name=named.name, url=url),)
    return _sponsor_part(line, listed), bullets.end


def _sponsor_section(outline: Outline, line: MarginLine, end: int) -> tuple[Part, int]:
    """Below "## Sponsored by" or "## Acme - Sponsor" all belongs to it, up to the next heading or line ``end``."""
    start = line.index + 1
    end = next((one.index for one in outline.margin_between(start, end) if one.paragraph.level), end)
    named = read_sponsor(line.text)
    if named.name:
        first = next((url for url in outline.urls_between(start, end)), "")
        return _sponsor_part(line, (Named(name=named.name, url=named.url or first),)), end
    lists = outline.lists_between(start, end)
    listed = lists[0].texts if lists else [one.text for one in outline.margin_between(start, end)][:1]
    return _sponsor_part(line, tuple(read_name(text) for text in listed)), end


def _has_text_between(outline: Outline, start: int, end: int) -> bool:
    return bool(outline.margin_between(start, end))


def _spots(margin: Sequence[MarginLine], body: Sequence[Part]) -> Iterator[Part]:
    """What is read for a sponsor between topics; it ends where the next part starts."""
    bounds = sorted((part.start, part.kind is SegmentKind.TOPIC) for part in body)
    current, inside = 0, False
    for line in margin:
        while current < len(bounds) and bounds[current][0] <= line.index:
            inside = bounds[current][1]
            current += 1
        if inside and names_sponsor(line.text):
            yield _sponsor_part(line, (read_sponsor(line.text),))
            inside = False


def _sponsor_part(line: MarginLine, named: tuple[Named, ...]) -> Part:
    first = next(chain((one for one in named if one.name), named), Named())
    return Part(
        kind=SegmentKind.SPONSOR,
        start=line.index,
        body=line.index,
        title=first.name,
        url=first.url,
        time=take_time(line.text)[1],
        sponsors=named,
    )
