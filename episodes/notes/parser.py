"""Markdown source of show notes -> ``ParsedNotes``. Pure, and total: any text has an answer.

The grammar, in docs/notes-format.md, was read off hundreds of notes. A document is cut at its headings
(topics, extras, jokes, sponsors, the list of links), so that every line below the first heading is in exactly
one part; what the parser cannot place stays in the part it stands in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from textwrap import dedent
from typing import Final

from .attributions import Topic, find_topics
from .document import Finding, ParsedLink, ParsedNotes, ParsedSegment, ParsedSponsor, SegmentKind
from .extras import Names, by_host
from .fences import Mended, mend_fences
from .findings import link_findings, part_findings, private_text, topic_findings
from .first_heading import FirstHeading, read_first_heading, read_front_matter
from .guests import find_guests
from .limits import NotesTooHard, check_limits
from .mojibake import mojibake_findings
from .outline import Outline, count_totals, read_outline
from .parts import Part, find_parts
from .recording import find_recording_date, find_youtube_id
from .sponsors import one_per_company
from .unattributed import find_unattributed

_MOST_PARTS: Final = 200
"""Real notes have up to sixty. Each part costs a row and a rendering of its own."""


def parse_notes(source: str) -> ParsedNotes:
    """Take notes apart. Never raises; what is beyond the limits comes back as one part, with a finding."""
    source = source.removeprefix("\ufeff")
    try:
        check_limits(source)
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        front = read_front_matter(lines)
        # Blank lines in its place keep the numbers of all others, and YAML from being read as Markdown.
        notes = _parse("\n".join([""] * front.lines + lines[front.lines :]), front)
    except NotesTooHard as trouble:
        return _untouched(source, trouble)
    found = {*notes.findings, *front.findings, *mojibake_findings(source)}
    return replace(notes, findings=tuple(sorted(found, key=lambda one: (one.line, one.code, one.message))))


def _untouched(source: str, trouble: NotesTooHard) -> ParsedNotes:
    message = f"The notes were not taken apart: {trouble.message}."
    part = ParsedSegment(kind=SegmentKind.INTRO, order=1, source=source)
    finding = Finding(line=trouble.line, code="too-large", message=message)
    return ParsedNotes(segments=(part,), body=source, findings=(finding,))


def _parse(text: str, front: FirstHeading) -> ParsedNotes:
    mended = mend_fences(text)
    lines = mended.text.split("\n")
    outline, totals = read_outline(mended.text)
    heading = _heading(front, outline, lines)
    found = find_topics(outline.margin) or find_unattributed(outline)
    topics = [topic for topic in found if topic.line.index >= heading.lines]
    parts = find_parts(outline, topics, heading.lines)
    head = _end_of_head(parts, len(lines))
    guests = find_guests(outline, head, front.guests)
    names = Names([*(topic.host for topic in topics), *(guest.name for guest in guests)])
    parts = _with_text(by_host(parts, outline, lines, names), lines)
    _refuse_many(parts, mended)
    prose = ["" if index in outline.literal else line for index, line in enumerate(lines)]
    findings = _findings(heading, topics, parts, outline, prose)
    # Fences count as mended; links as any CommonMark reader counts them in the file.
    raw = totals if mended.text == text else count_totals(text)
    return ParsedNotes(
        number=heading.number,
        title=heading.title,
        segments=tuple(
            replace(one, line=mended.number(one.line)) for one in _segments(parts, outline, lines)
        ),
        sponsors=_sponsors(parts),
        guests=tuple(guests),
        body="\n".join(lines[heading.lines :]),
        references=outline.references,
        youtube_id=front.youtube_id or find_youtube_id(prose, head),
        recorded_on=find_recording_date(prose[:head]),
        links_total=raw.links,
        images_total=raw.images,
        fenced_code_blocks=totals.fences,
        findings=(
            *mended.findings,
            *(replace(one, line=mended.number(one.line) if one.line >= 0 else 0) for one in findings),
        ),
    )


def _refuse_many(parts: Sequence[Part], mended: Mended) -> None:
    if len(parts) > _MOST_PARTS:
        line = mended.number(parts[_MOST_PARTS].start)
        raise NotesTooHard(line, f"they have more than {_MOST_PARTS} parts")


def _heading(front: FirstHeading, outline: Outline, lines: Sequence[str]) -> FirstHeading:
    first = read_first_heading(outline.margin[0] if outline.margin else None, lines)
    if front.title and first.number is None and first.title.casefold() != front.title.casefold():
        return front
    return FirstHeading(
        lines=max(front.lines, first.lines),
        number=first.number if front.number is None else front.number,
        title=front.title or first.title,
    )


def _with_text(parts: Sequence[Part], lines: Sequence[str]) -> list[Part]:
    """Without intro parts that hold nothing but blank lines."""
    return [
        part
        for part, end in zip(parts, _ends(parts, len(lines)), strict=True)
        if part.kind is not SegmentKind.INTRO or any(line.strip() for line in lines[part.start : end])
    ]


def _segments(parts: Sequence[Part], outline: Outline, lines: Sequence[str]) -> Iterator[ParsedSegment]:
    """``line`` still counts from 0 in the mended text."""
    ends = _ends(parts, len(lines))
    links = _links_by_part(parts, outline)
    number = 0
    for order, (part, end) in enumerate(zip(parts, ends, strict=True), start=1):
        number += part.kind is SegmentKind.TOPIC
        yield ParsedSegment(
            kind=part.kind,
            order=order,
            number=number if part.kind is SegmentKind.TOPIC else None,
            label=part.label,
            host=part.host,
            title=part.title,
            url=part.url,
            start=part.time,
            source="\n\n".join(filter(None, (part.beside, _source(part, lines[part.body : end])))),
            line=part.start,
            links=tuple(_repeats_marked(part, outline, links[order - 1])),
        )


def _ends(parts: Sequence[Part], end: int) -> list[int]:
    return [*(part.start for part in parts[1:]), end] if parts else []


def _links_by_part(parts: Sequence[Part], outline: Outline) -> list[list[ParsedLink]]:
    starts = [part.start for part in parts]
    links: list[list[ParsedLink]] = [[] for _ in parts]
    for index, link in outline.links:
        if (position := bisect_right(starts, index)) > 0:
            links[position - 1].append(link)
    return links


def _repeats_marked(part: Part, outline: Outline, links: Sequence[ParsedLink]) -> Sequence[ParsedLink]:
    if part.kind is not SegmentKind.LINKS:
        return links
    above = {link.url for index, link in outline.links if index < part.start}
    return [replace(link, is_repeat=link.url in above) for link in links]


def _source(part: Part, lines: Sequence[str]) -> str:
    return _without_blank_edges(dedent("\n".join(lines)).split("\n") if part.indented else lines)


def _without_blank_edges(lines: Sequence[str]) -> str:
    kept = [index for index, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[kept[0] : kept[-1] + 1]) if kept else ""


def _sponsors(parts: Sequence[Part]) -> tuple[ParsedSponsor, ...]:
    named = [(order, sponsor) for order, part in enumerate(parts, start=1) for sponsor in part.sponsors]
    return tuple(
        ParsedSponsor(name=sponsor.name, url=sponsor.url, segment=order)
        for order, sponsor in one_per_company(named)
    )


def _end_of_head(parts: Sequence[Part], end: int) -> int:
    body = {SegmentKind.TOPIC, SegmentKind.EXTRA, SegmentKind.JOKE, SegmentKind.LINKS}
    return next((part.start for part in parts if part.kind in body), end)


def _findings(
    heading: FirstHeading,
    topics: Sequence[Topic],
    parts: Sequence[Part],
    outline: Outline,
    prose: Sequence[str],
) -> Iterator[Finding]:
    """Their lines count from 0 in the mended text; -1 is the document as a whole."""
    if heading.number is None:
        message = "No heading at the top says which episode these notes are for."
        yield Finding(line=-1, code="no-number", message=message)
    yield from chain(
        topic_findings(topics), part_findings(parts, outline), link_findings(outline), private_text(prose)
    )
