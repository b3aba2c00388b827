"""The best way through a show: what follows what, and where each part begins. Pure.

Each part takes a stretch of the timeline; what speaks for it within the stretch, and for a beginning at its start,
adds up. All ways are weighed together (forward and backward, as for a hidden Markov model), so that for each start
the share of all ways is known that agree with it: that is where it is put, and how sure that is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transcripts.alignment.evidence import Evidence
from transcripts.alignment.sponsors import muted_pieces

# Starts nearer together than this are the same to a listener.
NEAR: Final = 12.0
# What it takes to believe that hosts left the order of their notes.
INVERSION: Final = 2.5
# Each order that is tried costs as much as the first.
MOST_SWAPS: Final = 4
TAIL: Final = ("extra", "joke")
NEVER: Final = -1e9
OPENING: Final = -1


@dataclass(frozen=True, kw_only=True)
class Found:
    """``at`` is a piece of the timeline."""

    at: int
    confidence: float


@dataclass(frozen=True, kw_only=True)
class _Part:
    place: int
    mass: Sequence[float]
    lead: Sequence[float]


def best_path(evidence: Evidence) -> dict[int, Found]:
    """Topics, extras and jokes, in the order in which they are heard."""
    if len(evidence.timeline) < 2:
        return {}
    kinds = [segment.kind for segment in evidence.segments]
    topics = [place for place, kind in enumerate(kinds) if kind == "topic"]
    tail = [place for place, kind in enumerate(kinds) if kind in TAIL]
    if not topics and not tail:
        return {}
    muted = muted_pieces(evidence)
    size = len(evidence.timeline)
    opening = _Part(place=OPENING, mass=evidence.opening(), lead=[0.0, *[NEVER] * (size - 1)])
    mass = {place: evidence.mass(place, muted) for place in (*topics, *tail)}
    if size <= len(mass) + 1:
        return {}
    best, likeliest, ways = NEVER, [opening], [[0.0]]
    for order in _orders(topics, mass, evidence):
        whole = [*order, *tail]
        parts = [opening] + [
            _Part(
                place=place,
                mass=mass[place],
                lead=evidence.lead(place, handed=_handed(evidence, whole, number)),
            )
            for number, place in enumerate(whole)
        ]
        forward = _forward(parts, size)
        total = forward[-1][size - 1] - INVERSION * _inversions(order)
        if total > best:
            best, likeliest, ways = total, parts, forward
    found = _weigh(likeliest, ways, evidence)
    return {place: one for place, one in found.items() if place != OPENING and one.confidence > 0}


def _handed(evidence: Evidence, order: Sequence[int], number: int) -> bool:
    before = evidence.segments[order[number - 1]].host if number else ""
    return evidence.segments[order[number]].host != before


def _orders(topics: list[int], mass: dict[int, list[float]], evidence: Evidence) -> list[list[int]]:
    """The notes' own order, the one in which the topics' words are densest, and neighbours that changed places."""
    middle = {place: _densest(mass[place], evidence) for place in topics}
    heard = sorted(topics, key=lambda place: middle[place])
    orders = [topics]
    if heard != topics:
        orders.append(heard)
    gaps = {at: middle[topics[at]] - middle[topics[at + 1]] for at in range(len(topics) - 1)}
    for at in sorted((at for at, gap in gaps.items() if gap > 0), key=lambda at: -gaps[at])[:MOST_SWAPS]:
        swapped = [*topics]
        swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
        orders.append(swapped)
    return orders


def _densest(mass: Sequence[float], evidence: Evidence) -> float:
    """The middle of the two minutes that hold most."""
    best, where, total, begin = -1.0, 0.0, 0.0, 0
    for at, value in enumerate(mass):
        total += value
        while evidence.starts[at] - evidence.starts[begin] > 120:
            total -= mass[begin]
            begin += 1
        if total > best:
            best, where = total, (evidence.starts[at] + evidence.starts[begin]) / 2
    return where


def _inversions(order: Sequence[int]) -> int:
    return sum(a > b for at, a in enumerate(order) for b in order[at + 1 :])


def _weigh(
    parts: Sequence[_Part], forward: Sequence[Sequence[float]], evidence: Evidence
) -> dict[int, Found]:
    size = len(evidence.timeline)
    backward = _backward(parts, size)
    total = forward[-1][size - 1]
    found = {}
    for number, part in enumerate(parts):
        before = forward[number - 1] if number else None
        share = []
        for at in range(size):
            come = (before[at - 1] if at else NEVER) if before is not None else 0.0
            way = come + part.lead[at] + part.mass[at] + backward[number][at] - total
            share.append(math.exp(way) if way > -50 else 0.0)
        found[part.place] = _place(share, evidence)
    return found


def _forward(parts: Sequence[_Part], size: int) -> list[list[float]]:
    """For each part and piece: all ways in which the piece belongs to the part, up to there."""
    rows: list[list[float]] = []
    for number, part in enumerate(parts):
        row, stay = [], NEVER
        for at in range(size):
            come = 0.0 if number == 0 else (rows[-1][at - 1] if at else NEVER)
            stay = _plus(stay, come + part.lead[at]) + part.mass[at]
            row.append(stay)
        rows.append(row)
    return rows


def _backward(parts: Sequence[_Part], size: int) -> list[list[float]]:
    """For each part and piece: all ways to the end from there, the piece itself left out."""
    rows: list[list[float]] = [[] for _ in parts]
    for number in range(len(parts) - 1, -1, -1):
        part, after = parts[number], parts[number + 1] if number + 1 < len(parts) else None
        row = [0.0] * size
        row[size - 1] = 0.0 if after is None else NEVER
        for at in range(size - 2, -1, -1):
            stay = part.mass[at + 1] + row[at + 1]
            if after is None:
                row[at] = stay
            else:
                leave = after.lead[at + 1] + after.mass[at + 1] + rows[number + 1][at + 1]
                row[at] = _plus(stay, leave)
        rows[number] = row
    return rows


def _plus(a: float, b: float) -> float:
    """log(exp(a) + exp(b))"""
    if a < b:
        a, b = b, a
    return a + math.log1p(math.exp(b - a)) if b - a > -40 else a


def _place(share: Sequence[float], evidence: Evidence) -> Found:
    """The start around which most ways agree; of those near it the likeliest."""
    best, where, total, begin = -1.0, 0, 0.0, 0
    for at, value in enumerate(share):
        total += value
        while evidence.starts[at] - evidence.starts[begin] > 2 * NEAR:
            total -= share[begin]
            begin += 1
        if total > best:
            best, where = total, max(range(begin, at + 1), key=lambda one: share[one])
    return Found(at=where, confidence=round(min(max(best, 0.0), 1.0), 3))
