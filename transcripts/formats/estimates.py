"""Starts for words of which only some have a time: between two times the words are spread by their number.

Where nothing has a time nothing is made up: every cue starts at 0 and lasts no time, which says just that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import Final, NamedTuple

from episodes.notes.document import Finding
from transcripts.formats.reading import WrittenCue

# Seconds a word takes behind the last time: as before it, or as usual where that makes no sense.
USUAL_PACE: Final = 0.4
SLOWEST_PACE: Final = 2.0


class Said(NamedTuple):
    """Words, or a time alone, as a file has them one after the other."""

    line: int
    time: timedelta | None
    speaker: str
    text: str


class _Anchor(NamedTuple):
    """A time that is known, and how many words come before it."""

    words: int
    time: timedelta


def with_starts(said: Sequence[Said]) -> Iterator[WrittenCue | Finding]:
    """The words as cues, and a finding on what their starts are worth."""
    starts = list(_starts(said))
    for item, start in zip(said, starts, strict=True):
        if item.text:
            yield WrittenCue(item.line, start, None, item.text, item.speaker)
    estimated = sum(item.time is None for item in said if item.text)
    if not any(starts):
        message = "This transcript has no times: its words can be read and searched, but not followed."
        yield Finding(line=0, code="no-times", message=message)
    elif estimated:
        message = f"{estimated} cues have no time of their own; it is estimated from the times around them."
        yield Finding(line=0, code="estimated-times", message=message)


def _starts(said: Sequence[Said]) -> Iterator[timedelta]:
    places = [0, *accumulate(len(item.text.split()) for item in said)]
    coming = [
        _Anchor(words, item.time) for item, words in zip(said, places, strict=False) if item.time is not None
    ]
    pace = _pace(coming)
    coming.reverse()
    last = _Anchor(0, timedelta(0))
    for item, words in zip(said, places, strict=False):
        if item.time is not None:
            last = coming.pop()
            yield last.time
        else:
            yield _estimate(words, last, coming[-1] if coming else None, pace)


def _estimate(words: int, last: _Anchor, following: _Anchor | None, pace: float) -> timedelta:
    """In whole seconds: an estimate should not look exact."""
    if following is not None and following.words > last.words:
        pace = (following.time - last.time).total_seconds() / (following.words - last.words)
    seconds = int(last.time.total_seconds() + (words - last.words) * pace)
    return max(last.time, timedelta(seconds=seconds))


def _pace(known: Sequence[_Anchor]) -> float:
    if not known:
        return 0.0
    words, time = known[-1]
    pace = time.total_seconds() / words if words else 0.0
    return pace if 0 < pace <= SLOWEST_PACE else USUAL_PACE
