"""A transcript as it is read: under the headings of the episode's parts, in turns, with the voices of the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.safestring import SafeString

from episodes.rundown import Item, Rundown
from transcripts.cues import ParsedCue
from transcripts.paragraphs import Turn, turns
from transcripts.spans import spans


@dataclass(frozen=True, kw_only=True)
class Heading:
    """``mark`` is "" where the part has no number."""

    slug: str
    mark: str
    title: str
    start: timedelta


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A turn, and who speaks it in the score; lane 0 where the name is nobody's. ``said`` is HTML."""

    name: str
    lane: int
    start: timedelta
    said: SafeString


@dataclass(frozen=True, kw_only=True)
class Section:
    """What was said during a part of the episode; ``heading`` is None before the first, or where no start is known."""

    heading: Heading | None
    spoken: tuple[Spoken, ...]


def sections(cues: Sequence[ParsedCue], rundown: Rundown, *, timed: bool) -> list[Section]:
    """Parts in which nobody speaks are left out."""
    return [
        Section(
            heading=_heading(item) if item else None,
            spoken=tuple(_spoken(turn, rundown, timed=timed) for turn in turns(said)),
        )
        for item, said in _divided(cues, rundown.by_start)
        if said
    ]


def _heading(item: Item) -> Heading:
    segment = item.segment
    return Heading(
        slug=segment.slug,
        mark=item.mark if segment.number else "",
        title=item.contents_title,
        start=segment.start or timedelta(0),
    )


def _spoken(turn: Turn, rundown: Rundown, *, timed: bool) -> Spoken:
    voice = rundown.voice_named(turn.speaker)
    return Spoken(
        name=voice.name if voice else turn.speaker,
        lane=voice.lane if voice else 0,
        start=turn.start,
        said=spans(turn.cues, timed=timed),
    )


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
