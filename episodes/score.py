"""The score: an episode drawn as time from left to right, a line for each voice and a block for each part.

Values in, geometry out. ``x`` and ``width`` are percent and already text, because that is what an SVG wants and
no locale may touch them; ``y`` and ``height`` are pixels. Times are in seconds.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

MAX_LANES: Final = 4
EVERYBODY: Final = 0
"""The lane of a part that all voices share: it is drawn on each of them."""

LABEL_PIXELS: Final = 1120
"""How wide the full score is where its labels are shown; the style sheet hides them on anything narrower."""

_TICKS: Final = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 28800)
_MOST_TICKS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is drawn as one block: ``lane`` counts from 1. ``number`` and ``title`` are what its label says."""

    start: float
    lane: int = EVERYBODY
    sponsor: bool = False
    number: str = ""
    title: str = ""
    time: str = ""
    slug: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    part: Part
    lane: int
    x: str
    width: str
    y: int
    height: int
    label: str = ""
    idle: bool = False

    @property
    def seconds(self) -> int:
        return int(self.part.start)

    @property
    def colour(self) -> str:
        """The class that paints it."""
        return "ad" if self.part.sponsor else "idle" if self.idle else f"v{self.lane}"

    @property
    def plays(self) -> bool:
        """Whether the block is somebody's own, and so worth pressing."""
        return self.part.lane != EVERYBODY and not self.part.sponsor


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on the time line; every second one, ``odd``, is left out where there is little room."""

    x: str
    text: str
    odd: bool


@dataclass(frozen=True, kw_only=True)
class Score:
    """``height`` is that of the lanes alone, ``staves`` the y of their lines; no blocks: nothing to draw."""

    height: int
    width: str = "100"
    blocks: tuple[Block, ...] = ()
    staves: tuple[int, ...] = ()
    ticks: tuple[Tick, ...] = ()
    hits: tuple[str, ...] = ()
    timed: bool = True
    """Whether blocks stand where they are heard; otherwise they stand in their order."""

    @property
    def outer_height(self) -> int:
        """With room for the ticks, or for the marks of hits, below the lanes."""
        return self.height + (24 if self.ticks else 6 if self.hits else 0)


@dataclass(frozen=True, kw_only=True)
class Lanes:
    """How high a lane is, and how far from the next."""

    height: int
    gap: int
    count: int

    @property
    def total(self) -> int:
        return self.count * (self.height + self.gap) - self.gap

    def y(self, lane: int) -> int:
        return (lane - 1) * (self.height + self.gap)

    @property
    def staves(self) -> tuple[int, ...]:
        return tuple(self.y(lane) + self.height // 2 for lane in range(1, self.count + 1))


def draw_full(parts: Iterable[Part], *, length: float, lanes: int, only: float | None = None) -> Score:
    """As wide as the page, with labels and a time line. ``only``: the start of the one part that matters here."""
    space = Lanes(height=28, gap=6, count=lanes)
    blocks = _blocks(parts, length=length, scale=length, space=space, labelled=True, only=only)
    return Score(height=space.total, blocks=blocks, staves=space.staves, ticks=_ticks(length))


def draw_evenly(parts: Iterable[Part], *, lanes: int) -> Score:
    """As the full score, where nobody knows when parts start: one after the other, all alike, and no time line.

    The first block starts at 0, the second at 1.
    """
    placed = [replace(part, start=float(place)) for place, part in enumerate(parts)]
    return replace(draw_full(placed, length=len(placed), lanes=lanes), ticks=(), timed=False)


def draw_mini(
    parts: Iterable[Part],
    *,
    length: float,
    lanes: int,
    scale: float,
    lead: int = EVERYBODY,
    hits: Sequence[float] = (),
) -> Score:
    """A thumbnail, to one scale with its neighbours: ``scale`` is how long the whole width lasts.

    ``lead`` is the one lane that matters here, ``hits`` are moments to mark below the lanes.
    """
    space = Lanes(height=6, gap=3, count=lanes)
    return Score(
        height=space.total,
        width=_percent(length, scale),
        blocks=_blocks(parts, length=length, scale=scale, space=space, lead=lead),
        staves=space.staves,
        hits=tuple(_percent(moment, scale) for moment in hits if moment <= length),
    )


def draw_mini_evenly(parts: Sequence[Part], *, length: float, lanes: int, scale: float) -> Score:
    """As the thumbnail, where nobody knows when parts start."""
    step = length / len(parts)
    placed = [replace(part, start=place * step) for place, part in enumerate(parts)]
    return replace(draw_mini(placed, length=length, lanes=lanes, scale=scale), timed=False)


def draw_plain(*, length: float, scale: float) -> Score:
    """One bar, as long as the episode, where nothing else is known of it."""
    width = _percent(length, scale)
    bar = Block(part=Part(start=0), lane=EVERYBODY, x="0", width=width, y=0, height=6, idle=True)
    return Score(height=6, width=width, blocks=(bar,))


def draw_track(parts: Iterable[Part], *, length: float) -> Score:
    """All lanes in one, behind the player's slider."""
    spans = _spans(parts, length)
    blocks = (
        Block(
            part=part,
            lane=part.lane,
            x=_percent(part.start, length),
            width=_percent(end - part.start, length),
            y=0,
            height=6,
        )
        for part, end in spans
    )
    return Score(height=6, blocks=tuple(blocks))


def _blocks(
    parts: Iterable[Part],
    *,
    length: float,
    scale: float,
    space: Lanes,
    labelled: bool = False,
    lead: int = EVERYBODY,
    only: float | None = None,
) -> tuple[Block, ...]:
    return tuple(
        Block(
            part=part,
            lane=lane,
            x=_percent(part.start, scale),
            width=_percent(end - part.start, scale),
            y=0 if part.sponsor else space.y(lane),
            height=space.total if part.sponsor else space.height,
            label=_label(part, (end - part.start) / scale) if labelled else "",
            idle=lead not in (EVERYBODY, lane) or only not in (None, part.start),
        )
        for part, end in _spans(parts, length)
        for lane in _lanes_of(part, space.count)
    )


def _spans(parts: Iterable[Part], length: float) -> list[tuple[Part, float]]:
    """Each part with its end: where the next one starts, at last the end of the episode. Empty ones are left out."""
    within = sorted((part for part in parts if part.start < length), key=lambda part: part.start)
    ends = [*(following.start for _, following in pairwise(within)), length]
    return [(part, end) for part, end in zip(within, ends, strict=False) if end > part.start]


def _lanes_of(part: Part, count: int) -> Iterable[int]:
    if part.sponsor:
        return (1,)
    return range(1, count + 1) if part.lane == EVERYBODY else (min(part.lane, count),)


def _label(part: Part, share: float) -> str:
    """As much of the title as fits, in whole words. A digit or letter is about 7.6 pixels wide."""
    room = int((share * LABEL_PIXELS - 26) / 7.6)
    if part.lane == EVERYBODY or part.sponsor or room < 6:
        return ""
    title = " ".join(part.title.split())
    if len(title) <= room:
        return title
    shortened = textwrap.shorten(title, room, placeholder="…")
    return "" if shortened == "…" else shortened


def _ticks(length: float) -> tuple[Tick, ...]:
    step = next((step for step in _TICKS if length / step <= _MOST_TICKS), _TICKS[-1])
    # A mark at the very end would hang over the edge.
    times = range(0, int(length * 0.96) + 1, step)
    return tuple(
        Tick(x=_percent(time, length), text=_clock(time), odd=place % 2 == 1)
        for place, time in enumerate(times)
    )


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".")
