"""A transcript as it is read: under the headings of the episode's parts, in turns, with the voices of the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from episodes.rundown import Item, Rundown
from episodes.voices import Voice
from transcripts.cues import ParsedCue
from transcripts.paragraphs import Turn, turns


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A turn, and who speaks it in the score; None where the name is nobody's."""

    turn: Turn
    voice: Voice | None


@dataclass(frozen=True, kw_only=True)
class Section:
    """What was said during a part of the episode; ``item`` is None before the first, or where no start is known."""

    item: Item | None
    spoken: tuple[Spoken, ...]


def sections(cues: Sequence[ParsedCue], rundown: Rundown) -> list[Section]:
    """Parts in which nobody speaks are left out."""
    found: list[Section] = []
    for item, said in _divided(cues, rundown.by_start):
        if said:
            spoken = (Spoken(turn=turn, voice=rundown.voice_named(turn.speaker)) for turn in turns(said))
            found.append(Section(item=item, spoken=tuple(spoken)))
    return found


def _divided(
    cues: Iterable[ParsedCue], items: Sequence[Item]
) -> Iterable[tuple[Item | None, list[ParsedCue]]]:
    """Each part with the cues that begin in it."""
    groups: list[tuple[Item | None, list[ParsedCue]]] = [(None, [])]
    waiting = list(items)
    for cue in cues:
        while waiting and waiting[0].begins_by(cue.start):
            groups.append((waiting.pop(0), []))
        groups[-1][1].append(cue)
    return groups
