"""What other places are told of an episode: plain values, made of its segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Reference:
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A part. ``url`` is what its title links to, ``page`` the place on our site where it plays or is read."""

    title: str
    page: str
    start: timedelta | None = None
    url: str = ""
    host: str = ""
    references: tuple[Reference, ...] = ()
    sponsored: bool = False


@dataclass(frozen=True, kw_only=True)
class Outline:
    """``entries`` in the order of the notes; all addresses are whole."""

    show: str
    title: str
    page: str
    summary: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def chapters(self) -> list[tuple[timedelta, Entry]]:
        """The parts whose start is known, in the order of the audio."""
        known = [(entry.start, entry) for entry in self.entries if entry.start is not None]
        return sorted(known, key=lambda chapter: chapter[0])
