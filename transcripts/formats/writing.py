"""What every writer shares: cues as a strict player wants them, clocks, line lengths."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import timedelta
from typing import Final, NamedTuple

from transcripts.cues import ParsedCue
from transcripts.formats.reading import one_line

# Milliseconds a cue shows at most when its own end is no use: it has none, or the one it has is its start.
UNKNOWN_LENGTH: Final = 2000

_MILLISECOND: Final = timedelta(milliseconds=1)


class ShownCue(NamedTuple):
    """A cue with whole milliseconds, an end behind its start and at least one word."""

    start: int
    end: int
    text: str
    speaker: str


def in_order(cues: Iterable[ParsedCue]) -> list[ShownCue]:
    """The cues that say something, by start; what starts together stays in the given order."""
    ordered = sorted(cues, key=lambda cue: cue.start)
    shown: list[ShownCue] = []
    current = later = None
    for cue in reversed(ordered):
        start = cue.start // _MILLISECOND
        if start != current:
            current, later = start, current
        if text := one_line(cue.text):
            shown.append(ShownCue(start, _end(cue, start, later), text, one_line(cue.speaker)))
    return shown[::-1]


def _end(cue: ParsedCue, start: int, later: int | None) -> int:
    end = start if cue.end is None else cue.end // _MILLISECOND
    if end > start:
        return end
    return start + UNKNOWN_LENGTH if later is None else min(later, start + UNKNOWN_LENGTH)


def clock(milliseconds: int, point: str = ".") -> str:
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def wrap(text: str, length: int) -> list[str]:
    """Lines of at most ``length`` characters; a longer word stays whole."""
    if len(text) <= length:
        return [text]
    return textwrap.wrap(text, length, break_long_words=False, break_on_hyphens=False)
