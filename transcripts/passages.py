"""Cues -> passages of about a minute, through which search looks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from transcripts.cues import ParsedCue

LENGTH: Final = timedelta(minutes=1)
# PostgreSQL refuses to index a megabyte of different words; a minute of speech has a thousand characters.
MAX_CHARACTERS: Final = 5000


class PassageText(NamedTuple):
    start: timedelta
    text: str


def passages(cues: Iterable[ParsedCue]) -> list[PassageText]:
    """The words of each minute, with the start of its first cue; less where somebody says very much, or the file
    has no times."""
    found: list[tuple[timedelta, list[str]]] = []
    room = 0
    for cue in cues:
        for text in _bounded(cue.text):
            room -= len(text) + 1
            if not found or room < 0 or cue.start // LENGTH != found[-1][0] // LENGTH:
                found.append((cue.start, []))
                room = MAX_CHARACTERS - len(text)
            found[-1][1].append(text)
    return [PassageText(start, " ".join(words)) for start, words in found]


def _bounded(text: str) -> Iterator[str]:
    """Pieces that are short enough, cut between words where there are any."""
    begin = 0
    while len(text) - begin > MAX_CHARACTERS:
        space = text.rfind(" ", begin + 1, begin + MAX_CHARACTERS)
        end = space if space > 0 else begin + MAX_CHARACTERS
        yield text[begin:end]
        begin = end + (space > 0)
    yield text[begin:]
