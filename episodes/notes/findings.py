"""What a host should look at before publishing, told by line and in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from .attributions import Topic
from .document import Finding, SegmentKind
from .outline import Outline
from .parts import Part
from .sections import repeats_links
from .sponsors import differs

_PRIVATE: Final = (
    (re.compile(r"\W*connection info\b", re.I), "connection details of the recording"),
    (
        re.compile(r".*\b(?:streamyard|zencastr|riverside\.fm|squadcast)\b.*(?::|https?://)", re.I),
        "a recording room",
    ),
    (re.compile(r".*\bsponsor(?:ship)? details\b", re.I), "an agreement with a sponsor"),
    (re.compile(r".*\bGUEST_[A-Z]+\b"), "text of the template"),
    (re.compile(r"\W*\(comment\s*:", re.I), "a comment between hosts"),
    (re.compile(r"\W*hello and welcome to\b", re.I), "a script to read out"),
)
_BROKEN_LINK: Final = re.compile(r"\]\((?:https?://|www\.)")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_HALF: Final = re.compile(r"https?://(?:[/?#]|\Z)", re.I)
_GLUED: Final = re.compile(r"[^/=?&:#\s]https?://", re.I)
_LONGEST: Final = 600


def private_text(lines: Sequence[str]) -> Iterator[Finding]:
    """Lines which were written for the hosts alone."""
    for index, line in enumerate(lines):
        for pattern, what in _PRIVATE:
            if pattern.match(line[:_LONGEST]):
                message = f"This looks like {what}: take it out before the notes are published."
                yield Finding(line=index, code="private-text", message=message)
                break


def link_findings(outline: Outline) -> Iterator[Finding]:
    for index, link in outline.links:
        if trouble := _trouble(link.url[:2000]):
            name = f"“{link.text}”" if link.text else "without text"
            message = f"The link {name[:100]} leads to “{link.url[:100]}”, which {trouble}."
            yield Finding(line=index, code="bad-link-target", message=message)
    for line in outline.margin:
        yield from _broken_links(line.index, line.text.text)
    for bullets in outline.lists:
        for item in bullets.items:
            yield from _broken_links(item.index, item.text.text)


def _broken_links(index: int, text: str) -> Iterator[Finding]:
    if _BROKEN_LINK.search(text[:20_000]):
        message = "A link is broken here: its address has spaces in it, or a bracket is missing."
        yield Finding(line=index, code="bad-link-target", message=message)


def _trouble(url: str) -> str:
    if url.startswith(("#", "/")):
        return ""
    if not _SCHEME.match(url) or re.match(r"[\w-]+(?:\.[\w-]+)+:\d", url):
        return "lacks its https://"
    if _HALF.match(url):
        return "has no site name"
    return "looks like two addresses in one" if _GLUED.search(url) else ""


def topic_findings(topics: Sequence[Topic]) -> Iterator[Finding]:
    if not topics:
        yield Finding(line=-1, code="no-segments", message="No segment was found in these notes.")
    hosts = any(topic.host for topic in topics)
    for topic in topics:
        if not topic.title:
            message = f"Segment {_called(topic)} has no title on its heading line."
            yield Finding(line=topic.line.index, code="untitled-segment", message=message)
        if hosts and not topic.host and not topic.label.startswith("0"):
            message = f"Segment {_called(topic)} names no host."
            yield Finding(line=topic.line.index, code="no-host", message=message)
    yield from _label_findings([topic for topic in topics if not topic.label.startswith("0")])


def _label_findings(topics: Sequence[Topic]) -> Iterator[Finding]:
    """Labels count up by one from 1, or down to 1."""
    numbers = [float(topic.label) if topic.label else None for topic in topics]
    if (
        len(numbers) > 1
        and all(a is not None and a - 1 == b for a, b in pairwise(numbers))
        and numbers[-1] == 1
    ):
        return
    due, everything = 1.0, set(numbers)
    for topic, number in zip(topics, numbers, strict=True):
        if number is None:
            continue
        if number == due + 1 and due not in everything:
            message = f"No segment is numbered {due:g}: the count goes on with #{topic.label}."
            yield Finding(line=topic.line.index, code="label-gap", message=message)
            due = number
        elif number != due:
            message = f"This segment is numbered #{topic.label}, where #{due:g} was due."
            yield Finding(line=topic.line.index, code="label-wrong", message=message)
        due += 1


def part_findings(parts: Sequence[Part], outline: Outline) -> Iterator[Finding]:
    for part in parts:
        if part.kind is SegmentKind.LINKS and repeats_links(outline, part.start):
            message = "This list repeats the links of the notes above it."
            yield Finding(line=part.start, code="generated-links", message=message)
        for sponsor in part.sponsors:
            if differs(sponsor):
                message = (
                    f"The sponsor is called {sponsor.name[:60]}, but the link goes to “{sponsor.url[:100]}”."
                )
                yield Finding(line=part.start, code="sponsor-mismatch", message=message)


def _called(topic: Topic) -> str:
    return f"#{topic.label}" if topic.label else f"“{topic.title[:60]}”"
