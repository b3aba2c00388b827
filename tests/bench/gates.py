"""Figures against the gates of `make bench`, and the table of them. Pure."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A figure and what it must be. ``at_least`` or ``at_most``; one that has neither is for information."""

    case: str
    figure: float
    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        return (self.at_least is None or self.figure >= self.at_least) and (
            self.at_most is None or self.figure <= self.at_most
        )

    @property
    def limit(self) -> str:
        if self.at_least is not None:
            return f"≥ {number(self.at_least)}{self.unit}"
        return "" if self.at_most is None else f"≤ {number(self.at_most)}{self.unit}"

    @property
    def verdict(self) -> str:
        return ("pass" if self.holds else "FAIL") if self.limit else ""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.case, f"{number(self.figure)}{self.unit}", self.limit, self.verdict, self.note


def number(value: float) -> str:
    """As many digits as say something."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.3f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """In Markdown, as docs/performance.md has it."""
    every = [list(heads), *map(list, rows)]
    widths = [max(len(row[place]) for row in every) for place in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in every
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of what each round says: what disturbs a round disturbs both who ran in it."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


@dataclass(frozen=True, kw_only=True)
class Load:
    """What wrk did: requests, seconds, those that failed."""

    requests: int
    seconds: float
    failed: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def read_wrk(text: str) -> Load:
    """Of the line that tests/bench/wrk.lua writes. Raises ``ValueError``."""
    found = re.search(r"^bench (\d+) (\d+) (\d+)$", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"wrk did not finish: {text.strip()[-300:]}")
    requests, microseconds, failed = map(int, found.groups())
    return Load(requests=requests, seconds=microseconds / 1e6, failed=failed)
