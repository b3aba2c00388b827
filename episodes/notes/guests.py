"""Guests that the head of a note announces: "Special guest: [Ogi Moore](...)", one or a list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .document import ParsedGuest
from .outline import MarginLine, Outline
from .plain_line import PlainLine

_OPENING: Final = re.compile(
    r"[\s*]*(?:special guests?(?: co-?hosts?| hosts?)?\b|guests?(?: co-?hosts?| hosts?)?(?=\s*(?::|\Z)))[\s:*]*",
    re.IGNORECASE,
)
_NAME_END: Final = re.compile(r"\s+[–—-]+(?=\s|\Z)|[:,(&!]|\s@|\.(?=\s*\Z)")
_TEMPLATE: Final = re.compile(r"[A-Z]+_[A-Z_]+|TBD|TBA", re.ASCII)
_MOST: Final = 20
_LONGEST: Final = 120


def is_guest_line(line: PlainLine) -> bool:
    return _OPENING.match(line.text) is not None


def find_guests(outline: Outline, end: int, known: Sequence[ParsedGuest] = ()) -> list[ParsedGuest]:
    """The guests announced above line ``end`` and in front matter, each name once."""
    found = list(known)
    for line in outline.margin:
        if line.index >= end:
            break
        if is_guest_line(line.text):
            named = read_guest(_behind(line.text))
            found += [named] if named else _guests_below(outline, line, end)
    for bullets in outline.lists:
        announced = [_behind(text) for text in bullets.texts if bullets.start < end and is_guest_line(text)]
        found += _guests(announced)
    return _people(found)


def _guests_below(outline: Outline, line: MarginLine, end: int) -> list[ParsedGuest]:
    """For a line that only says "Special guests:", those in the lines or the list below it."""
    if _behind(line.text).text.strip():
        return []
    return _guests(line.below or _block_below(outline, line.index, end))


def _guests(lines: Sequence[PlainLine]) -> list[ParsedGuest]:
    return [guest for line in lines[:_MOST] if (guest := read_guest(line))]


def read_guest(line: PlainLine) -> ParsedGuest | None:
    """The name at the start of a text, and the first link that comes with it."""
    line = line.stripped()
    line = line.cut(len(line.text) - len(line.text.lstrip(", ")))
    end = _end_of_name(line)
    name = " ".join(line.text[:end].split()).strip("*-–—, ")
    if not name or _TEMPLATE.fullmatch(name):
        return None
    return ParsedGuest(name=name, url=line.url)


def _behind(line: PlainLine) -> PlainLine:
    match = _OPENING.match(line.text)
    return line.cut(match.end() if match else 0).stripped()


def _end_of_name(line: PlainLine) -> int:
    """Where the name stops: at a mark, or where a link starts that only follows the name."""
    match = _NAME_END.search(line.text[:_LONGEST], 1)
    end = match.start() if match else min(len(line.text), _LONGEST)
    first = line.links[0] if line.links else None
    if first is None:
        return end
    if line.text[: first.start].strip():
        return min(end, first.start)
    linked = first.end
    for span in line.links[1:]:
        if line.text[linked : span.start].strip():
            break
        linked = span.end
    return min(end, linked)


def _block_below(outline: Outline, index: int, end: int) -> Sequence[PlainLine]:
    """The list or paragraph that follows a line which ends its own."""
    bullets = next(iter(outline.lists_between(index + 1, end)), None)
    after = next(iter(outline.margin_between(index + 1, end)), None)
    if after and (bullets is None or after.index < bullets.start):
        return after.paragraph.text.lines
    return bullets.texts if bullets else ()


def _people(found: Sequence[ParsedGuest]) -> list[ParsedGuest]:
    """Each once, and without bullets about a guest ("Gwendolyn’s YouTube")."""
    unique: dict[str, ParsedGuest] = {}
    for guest in found[:_MOST]:
        unique.setdefault(guest.name.casefold(), guest)
    theirs = tuple(f"{guest.name.split()[0]}{mark}s" for guest in unique.values() for mark in "’'")
    return [guest for guest in unique.values() if not guest.name.startswith(theirs)]
