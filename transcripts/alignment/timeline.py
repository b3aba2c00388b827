"""Cues of any length -> short pieces in the order of time: what is weighed, and where a segment can start. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from transcripts.alignment.words import words
from transcripts.cues import ParsedCue

# A cue this long holds several sentences, each with a moment of its own.
LONG_SECONDS: Final = 12.0
MOST_PIECES: Final = 6000
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """``start`` in seconds; ``words`` are stemmed."""

    start: float
    text: str
    speaker: str
    words: tuple[str, ...]


def pieces(cues: Sequence[ParsedCue]) -> list[Piece]:
    ordered = sorted(cues, key=lambda cue: cue.start)
    found: list[Piece] = []
    for cue, after in zip_longest(ordered, ordered[1:]):
        start = cue.start.total_seconds()
        end = after.start.total_seconds() if after else (cue.end or cue.start).total_seconds()
        found += _divided(cue, start, max(end, start))
        if len(found) > MOST_PIECES:
            break
    return found[:MOST_PIECES]


def _divided(cue: ParsedCue, start: float, end: float) -> list[Piece]:
    sentences = _SENTENCE.split(cue.text) if end - start >= LONG_SECONDS else [cue.text]
    total = sum(map(len, sentences)) or 1
    made, said = [], 0
    for sentence in sentences:
        moment = start + (end - start) * said / total
        made.append(Piece(start=moment, text=sentence, speaker=cue.speaker, words=tuple(words(sentence))))
        said += len(sentence)
    return made
