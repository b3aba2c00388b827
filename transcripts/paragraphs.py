"""Cues -> turns: what one person says until the next one speaks, or a paragraph where nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from transcripts.cues import ParsedCue

# A breath this long reads as a new paragraph. A paragraph is full after FULL, at the end of a sentence,
# and closed after LONGEST wherever it stands, for machines that write no full stops.
PAUSE: Final = timedelta(seconds=3)
FULL: Final = timedelta(seconds=60)
LONGEST: Final = timedelta(seconds=90)

_SENTENCE_ENDS: Final = (".", "?", "!", "…")
_CLOSING: Final = "\"'”’»)]"
_TURN_MARKS: Final = (">>", "- ")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """At least one cue; ``speaker`` is "" where nobody is named."""

    start: timedelta
    speaker: str
    cues: tuple[ParsedCue, ...]


def turns(cues: Iterable[ParsedCue]) -> tuple[Turn, ...]:
    """Group cues in their order. Where any is named, only a change of name parts them."""
    cues = tuple(cues)
    named = any(cue.speaker for cue in cues)
    return _grouped(cues, _same_speaker if named else _same_paragraph)


def paragraphs(cues: Iterable[ParsedCue]) -> tuple[Turn, ...]:
    """Turns, the long ones parted where a paragraph ends."""
    parts = (_grouped(turn.cues, _same_paragraph) for turn in turns(cues))
    return tuple(paragraph for part in parts for paragraph in part)


def as_text(cues: Iterable[ParsedCue]) -> str:
    """The words without times, a paragraph each turn, the name in front where it changes."""
    written, before = [], ""
    for paragraph in paragraphs(cues):
        name = f"{paragraph.speaker}: " if paragraph.speaker and paragraph.speaker != before else ""
        before = paragraph.speaker
        written.append(name + " ".join(cue.text for cue in paragraph.cues))
    return "\n\n".join(written) + "\n"


def _grouped(
    cues: Iterable[ParsedCue], belongs: Callable[[list[ParsedCue], ParsedCue], bool]
) -> tuple[Turn, ...]:
    groups: list[list[ParsedCue]] = []
    for cue in cues:
        if groups and belongs(groups[-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    return tuple(Turn(start=group[0].start, speaker=group[0].speaker, cues=tuple(group)) for group in groups)


def _same_speaker(group: list[ParsedCue], cue: ParsedCue) -> bool:
    return group[0].speaker == cue.speaker


def _same_paragraph(group: list[ParsedCue], cue: ParsedCue) -> bool:
    last = group[-1]
    length = cue.start - group[0].start
    if cue.text.startswith(_TURN_MARKS) or cue.start - (last.end or cue.start) >= PAUSE:
        return False
    return length < (FULL if _ends_sentence(last.text) else LONGEST)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
