"""Which row each part of the notes was before an edit: from the surest sign to the weakest. Pure.

A row carries a permalink and perhaps a confirmed start, so a part takes one only where something of what it says
is still the same: a topic that took another's place is a new topic.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from episodes.names import fold
from episodes.notes.document import ParsedSegment, SegmentKind


class Row(Protocol):
    """``source`` is "" where the row's text is not known."""

    kind: str
    title: str
    url: str
    host_name: str
    number: int | None
    source: str


R = TypeVar("R", bound=Row)
Sign = tuple[object, ...] | None

# Of these an episode has one at most, or one for each host: they are the same whatever they say.
_STANDING: Final = {SegmentKind.INTRO, SegmentKind.EXTRA, SegmentKind.JOKE, SegmentKind.LINKS}
_SAME_PLACE: Final = 5
_ALIKE: Final = 1 / 3


def match(parts: Sequence[ParsedSegment], rows: Sequence[R]) -> list[R | None]:
    """For each part the row that it was, or None for a new one. No row is given twice."""
    part_signs = _without_crowds([_signs(part, part.host) for part in parts])
    row_signs = _without_crowds([_signs(row, row.host_name) for row in rows])
    found: dict[int, int] = {}
    for level in range(_SAME_PLACE + 2):
        free: dict[Sign, list[int]] = defaultdict(list)
        for place in sorted(set(range(len(rows))) - set(found.values()), reverse=True):
            free[row_signs[place][level]].append(place)
        for place, signs in enumerate(part_signs):
            candidates = free[signs[level]] if place not in found and signs[level] is not None else []
            if candidates and (level != _SAME_PLACE or _alike(parts[place], rows[candidates[-1]])):
                found[place] = candidates.pop()
    return [rows[found[place]] if place in found else None for place in range(len(parts))]


def _signs(one: ParsedSegment | Row, host: str) -> tuple[Sign, ...]:
    kind, heading, url, text = str(one.kind), fold(one.title), one.url, " ".join(one.source.split())
    return (
        (kind, heading, url, text) if heading else None,
        (kind, heading, url) if heading else None,
        (kind, heading) if heading else None,
        (kind, text) if text else None,
        (kind, url) if url else None,
        (kind, fold(host), one.number) if one.number is not None else None,
        (kind, fold(host)) if kind in _STANDING else None,
    )


def _without_crowds(signs: list[tuple[Sign, ...]]) -> list[tuple[Sign, ...]]:
    """The weakest sign counts only where one part has it: of two extras of a host neither is "the" extra."""
    count = Counter(one[-1] for one in signs)
    return [(*one[:-1], one[-1] if count[one[-1]] == 1 else None) for one in signs]


def _alike(part: ParsedSegment, row: Row) -> bool:
    """Whether a part at a row's place still has a good deal of the row's lines."""
    if not row.source.strip() or not part.source.strip():
        return True
    now, before = ({" ".join(line.split()) for line in one.source.splitlines()} - {""} for one in (part, row))
    return len(now & before) >= _ALIKE * len(now | before)
