"""Cues -> passages of about a minute, through which search looks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import Final

from transcripts.cues import ParsedCue

LENGTH: Final = timedelta(minutes=1)
# PostgreSQL refuses to index a megabyte of different words; a minute of speech has a thousand characters.
MAX_CHARACTERS: Final = 5000


@dataclass(frozen=True, kw_only=True)
class PassageText:
    """``cue_offsets`` and ``cue_starts`` tell where in the text each cue begins, and when."""

    start: timedelta
    text: str
    cue_offsets: tuple[int, ...]
    cue_starts: tuple[timedelta, ...]


def passages(cues: Iterable[ParsedCue]) -> list[PassageText]:
    """The words of each minute, with the start of its first cue; less where somebody says very much, or the file
    has no times."""
    found: list[list[tuple[timedelta, str]]] = []
    room = 0
    for cue in cues:
        for text in _bounded(cue.text):
            room -= len(text) + 1
            if not found or room < 0 or cue.start // LENGTH != found[-1][0][0] // LENGTH:
                found.append([])
                room = MAX_CHARACTERS - len(text)
            found[-1].append((cue.start, text))
    return [_passage(said) for said in found]


def _passage(said: list[tuple[timedelta, str]]) -> PassageText:
    lengths = [len(text) + 1 for _, text in said]
    return PassageText(
        start=said[0][0],
        text=" ".join(text for _, text in said),
        cue_offsets=tuple(accumulate(lengths[:-1], initial=0)),
        cue_starts=tuple(start for start, _ in said),
    )


def _bounded(text: str) -> Iterator[str]:
    """Pieces that are short enough, cut between words where there are any."""
    begin = 0
    while len(text) - begin > MAX_CHARACTERS:
        space = text.rfind(" ", begin + 1, begin + MAX_CHARACTERS)
        end = space if space > 0 else begin + MAX_CHARACTERS
        yield text[begin:end]
        begin = end + (space > 0)
    yield text[begin:]
