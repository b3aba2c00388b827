"""Where the bars, lines and words of a chart go.

Places across are percentages and places down are pixels, so that a chart is as wide as its page, and its words keep
their size. Everything is an attribute: the pages allow no style in elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log10
from typing import Final

HEIGHT: Final = 200  # of the drawing; the words below it come on top
TOP: Final = 16  # room for the word at the highest line
BARS_GAP: Final = 0.2  # of a bar's place
MOST_WORDS: Final = 6
ROUND: Final = (10, 12, 16, 20, 24, 32, 40, 60, 80, 100, 120, 160, 200)  # tenths


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Stroke:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, kw_only=True)
class Word:
    """``anchor`` keeps the first and the last inside the drawing; narrow screens leave out what is ``minor``."""

    x: str
    text: str
    anchor: str
    minor: bool


@dataclass(frozen=True, kw_only=True)
class Level:
    y: str
    text: str


@dataclass(frozen=True, kw_only=True)
class BarChart:
    bars: Sequence[Bar]
    words: Sequence[Word]
    levels: Sequence[Level]


@dataclass(frozen=True, kw_only=True)
class LineChart:
    lines: Sequence[Sequence[Stroke]]
    words: Sequence[Word]
    levels: Sequence[Level]


@dataclass(frozen=True, kw_only=True)
class Share:
    """A row of a list with bars: ``width`` is in proportion to the largest."""

    name: str
    downloads: int
    percent: str
    width: str


def bar_chart(values: Sequence[tuple[str, int]]) -> BarChart:
    """A bar for each name and number, from the left."""
    top = nice_top(max((number for _, number in values), default=0))
    step = 100 / max(1, len(values))
    bars = [
        Bar(
            x=_percent((place + BARS_GAP / 2) * step),
            y=_down(number, top),
            width=_percent(step * (1 - BARS_GAP)),
            height=f"{number / top * (HEIGHT - TOP):.1f}",
            title=f"{name}: {number:,}",
        )
        for place, (name, number) in enumerate(values)
        if number
    ]
    words = [
        _word((place + 0.5) * step, values[place][0], is_minor=index % 2 == 1)
        for index, place in enumerate(_chosen(len(values)))
    ]
    return BarChart(bars=bars, words=words, levels=_levels(top))


def line_chart(lines: Sequence[Sequence[float]], words: Sequence[tuple[int, str]], last: int) -> LineChart:
    """Lines over the places 0 to ``last``; a line that is shorter ends where it ends."""
    top = nice_top(ceil(max((number for line in lines for number in line), default=0)))
    return LineChart(
        lines=[list(_strokes(line, last, top)) for line in lines],
        words=[
            _word(100 * place / last, text, is_minor=index % 2 == 1)
            for index, (place, text) in enumerate(words)
        ],
        levels=_levels(top),
    )


def shares(values: Sequence[tuple[str, int]], total: int) -> list[Share]:
    most = max((number for _, number in values), default=1)
    return [
        Share(
            name=name,
            downloads=number,
            percent=f"{100 * number / total:.1f} %",
            width=_percent(100 * number / most),
        )
        for name, number in values
    ]


def nice_top(most: int) -> int:
    """The next round number with four even steps of whole numbers: 4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100 …"""
    power: int = 10 ** int(log10(max(4, most)))
    tops = (factor * power / 10 for factor in ROUND)
    return next(int(top) for top in tops if top >= max(4, most) and top % 4 == 0)


def _levels(top: int) -> list[Level]:
    return [Level(y=_down(number, top), text=f"{number:,}") for number in range(0, top + 1, top // 4)]


def _strokes(line: Sequence[float], last: int, top: int) -> Iterator[Stroke]:
    points = [(_percent(100 * place / last), _down(number, top)) for place, number in enumerate(line)]
    for (x1, y1), (x2, y2) in pairwise(points):
        yield Stroke(x1=x1, y1=y1, x2=x2, y2=y2)


def _chosen(count: int) -> list[int]:
    """Places for up to six words, evenly spread, the first and the last among them."""
    if count <= MOST_WORDS:
        return list(range(count))
    return sorted({round(index * (count - 1) / (MOST_WORDS - 1)) for index in range(MOST_WORDS)})


def _word(x: float, text: str, is_minor: bool) -> Word:
    anchor = "start" if x < 8 else "end" if x > 92 else "middle"
    place = 0.0 if anchor == "start" else 100.0 if anchor == "end" else x
    return Word(x=_percent(place), text=text, anchor=anchor, minor=is_minor)


def _down(number: float, top: int) -> str:
    return f"{HEIGHT - number / top * (HEIGHT - TOP):.1f}"


def _percent(value: float) -> str:
    return f"{value:.3f}%"
