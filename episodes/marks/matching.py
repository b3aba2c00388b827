"""Which part of an episode a mark means: first by what they are called, then by their order. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from episodes.marks.document import Mark
from episodes.names import fold

# Of 100. "The joke" and "Joke!" are alike, "Ruff" and "uv" are not.
_ALIKE: Final = 80.0


def match_marks(titles: Sequence[str], marks: Sequence[Mark]) -> list[Mark | None]:
    """For each title its mark, or None. No mark is given twice."""
    given = _by_likeness(titles, marks)
    given |= _by_order(len(titles), len(marks), given)
    return [marks[given[place]] if place in given else None for place in range(len(titles))]


def _by_likeness(titles: Sequence[str], marks: Sequence[Mark]) -> dict[int, int]:
    """The most alike first; of equals those that stand at the same place."""
    likenesses = []
    for place, title in enumerate(map(_words, titles)):
        for other, mark in enumerate(marks):
            likeness = _likeness(title, _words(mark.title))
            if likeness >= _ALIKE:
                apart = abs(place / max(1, len(titles)) - other / max(1, len(marks)))
                likenesses.append((-likeness, apart, place, other))
    given: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, place, other in sorted(likenesses):
        if place not in given and other not in taken:
            given[place] = other
            taken.add(other)
    return given


def _words(text: str) -> str:
    return " ".join(filter(None, map(fold, text.split())))


def _likeness(one: str, other: str) -> float:
    """How much of the shorter is in the longer, in words; a word or two of one letter prove nothing."""
    if min(len(one), len(other)) < 2:
        return 0.0
    return max(fuzz.token_sort_ratio(one, other), 0.95 * fuzz.token_set_ratio(one, other))


def _by_order(parts: int, marks: int, given: dict[int, int]) -> dict[int, int]:
    """Between two that are known, as many parts as marks are each other's, in their order."""
    more: dict[int, int] = {}
    known = [(-1, -1), *sorted(given.items()), (parts, marks)]
    taken = set(given.values())
    for (part_before, mark_before), (part_after, mark_after) in pairwise(known):
        places = range(part_before + 1, part_after)
        free = [mark for mark in range(mark_before + 1, mark_after) if mark not in taken]
        if len(free) == len(places):
            more |= dict(zip(places, free, strict=True))
    return more
