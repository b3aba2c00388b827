"""Which row each part of the notes was before an edit: from the surest sign to the weakest. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar

from episodes.names import fold
from episodes.notes.document import ParsedSegment, SegmentKind


class Row(Protocol):
    kind: str
    title: str
    url: str
    host_name: str
    number: int | None


R = TypeVar("R", bound=Row)
Sign = tuple[object, ...] | None


def match(parts: Sequence[ParsedSegment], rows: Sequence[R]) -> list[R | None]:
    """For each part the row that it was, or None for a new one. No row is given twice."""
    part_signs = [_signs(part.kind, part.title, part.url, part.host, part.number) for part in parts]
    row_signs = [_signs(row.kind, row.title, row.url, row.host_name, row.number) for row in rows]
    found: dict[int, int] = {}
    for level in range(5):
        free: dict[Sign, list[int]] = defaultdict(list)
        for place in sorted(set(range(len(rows))) - set(found.values()), reverse=True):
            free[row_signs[place][level]].append(place)
        for place, signs in enumerate(part_signs):
            if place not in found and signs[level] is not None and free[signs[level]]:
                found[place] = free[signs[level]].pop()
    return [rows[found[place]] if place in found else None for place in range(len(parts))]


def _signs(kind: str, title: str, url: str, host: str, number: int | None) -> tuple[Sign, ...]:
    kind, heading = str(kind), fold(title)
    return (
        (kind, heading, url) if heading else None,
        (kind, heading) if heading else None,
        (kind, url) if url else None,
        (kind, fold(host), number) if number is not None else None,
        (kind,) if kind != SegmentKind.TOPIC else None,
    )
