"""What a transcript says, as values: the readers' answer, before any row exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from episodes.notes.document import Finding


@dataclass(frozen=True, kw_only=True)
class ParsedCue:
    """Words with a time. ``text`` is one line of plain text, never HTML.

    ``end`` is never before ``start``; it is None where a last cue does not say when it ends.
    ``speaker`` is the name as the file writes it, "" where it names nobody.
    """

    start: timedelta
    end: timedelta | None
    text: str
    speaker: str = ""


@dataclass(frozen=True, kw_only=True)
class ParsedTranscript:
    """A whole file: at least one cue, in the order of the file, which may go back in time."""

    format: str
    cues: tuple[ParsedCue, ...]
    findings: tuple[Finding, ...]


def has_times(cues: Iterable[ParsedCue]) -> bool:
    """Whether the file tells when anything was said. One without times has every cue at 0, without a length."""
    return any(cue.start or cue.end for cue in cues)
