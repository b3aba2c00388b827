"""A drawing of one episode's alignment: time across, segments down, how much speaks for each as shade, the way chosen.

Pure: values in, SVG out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape

from transcripts.alignment.align import Placement, SegmentText, align
from transcripts.alignment.evidence import Evidence
from transcripts.alignment.sponsors import mentions, muted_pieces
from transcripts.alignment.timeline import pieces
from transcripts.cues import ParsedCue

BINS: Final = 120
LEFT: Final = 260
WIDTH: Final = 960
ROW: Final = 28
INK: Final = "#1b1f3b"
MARK: Final = "#c8452d"


def draw_alignment(segments: Sequence[SegmentText], cues: Sequence[ParsedCue]) -> str:
    timeline = pieces(cues)
    placed = {one.segment: one for one in align(segments, cues)}
    length = max((piece.start for piece in timeline), default=0.0) + 1
    rows = _shades(segments, Evidence(segments, timeline), length) if timeline else [[]] * len(segments)
    height = ROW * len(segments) + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {height}" '
        f'font-family="sans-serif" font-size="13" role="img" aria-label="Where each segment starts">',
        '<rect width="100%" height="100%" fill="#fcfbf7"/>',
        *(_row(at, segment, rows[at], placed.get(at)) for at, segment in enumerate(segments)),
        _way(placed, length),
        *_clock(length, ROW * len(segments) + 24),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _shades(segments: Sequence[SegmentText], evidence: Evidence, length: float) -> list[list[float]]:
    """For each segment how dense its words are along the time, from 0 to 1."""
    muted, rows = muted_pieces(evidence), []
    for place, segment in enumerate(segments):
        bins = [0.0] * BINS
        if segment.kind == "sponsor":
            for at in mentions(evidence, place):
                bins[int(evidence.starts[at] / length * BINS)] += 1
        else:
            for start, value in zip(evidence.starts, evidence.mass(place, muted), strict=True):
                bins[int(start / length * BINS)] += value
        most = max(bins) or 1.0
        rows.append([value / most for value in bins])
    return rows


def _row(at: int, segment: SegmentText, shades: Sequence[float], placed: Placement | None) -> str:
    y, step = 10 + at * ROW, WIDTH / BINS
    title = escape((segment.title or segment.kind.capitalize())[:34])
    cells = "".join(
        f'<rect x="{LEFT + one * step:.1f}" y="{y}" width="{step:.1f}" height="{ROW - 6}" fill="{INK}" '
        f'fill-opacity="{shade:.2f}"/>'
        for one, shade in enumerate(shades)
        if shade > 0.02
    )
    sure = f"{100 * placed.confidence:.0f} %" if placed else "not heard"
    return (
        f'<text x="{LEFT - 12}" y="{y + 16}" text-anchor="end" fill="{INK}">{title}, {sure}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{WIDTH}" height="{ROW - 6}" fill="{INK}" fill-opacity="0.05"/>{cells}'
    )


def _way(placed: dict[int, Placement], length: float) -> str:
    """A line from start to start, in the order in which they are heard."""
    found = sorted(placed.values(), key=lambda one: one.start)
    marks = [(LEFT + WIDTH * one.start.total_seconds() / length, 10 + one.segment * ROW) for one in found]
    dots = "".join(
        f'<rect x="{x:.1f}" y="{y}" width="3" height="{ROW - 6}" fill="{MARK}"/>' for x, y in marks
    )
    lines = "".join(
        f'<path d="M{x:.1f} {y + 11}H{right:.1f}V{below + 11}" fill="none" stroke="{MARK}" stroke-width="1.5"/>'
        for (x, y), (right, below) in pairwise(marks)
    )
    return lines + dots


def _clock(length: float, y: int) -> list[str]:
    step = next(one for one in (15, 30, 60, 120, 300, 600, 1200, 3600) if length / one <= 12)
    return [
        f'<text x="{LEFT + WIDTH * moment / length:.1f}" y="{y}" text-anchor="middle" fill="{INK}">'
        f"{moment // 60}:{moment % 60:02}</text>"
        for moment in range(0, int(length), step)
    ]
