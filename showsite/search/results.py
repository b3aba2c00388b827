"""What was found: the places in each episode, and how many more there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.safestring import SafeString

from episodes.models import Episode, Segment
from episodes.timestamps import format_timestamp
from showsite.search.choices import Choice


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place where the words stand: a segment of the notes, or speech, with the second and the segment it falls in."""

    snippet: SafeString
    segment: Segment | None = None
    start: timedelta | None = None

    @property
    def seconds(self) -> int:
        return int(self.start.total_seconds()) if self.start is not None else 0

    @property
    def start_text(self) -> str:
        return format_timestamp(self.start) if self.start is not None else ""


@dataclass(kw_only=True)
class EpisodeHits:
    """An episode's best places, and of all of them the number; ``moments`` are the seconds at which words are said."""

    episode: Episode
    notes: int = 0
    speech: int = 0
    moments: list[float] = field(default_factory=list)
    in_notes: list[Hit] = field(default_factory=list)
    in_speech: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Results:
    """``also`` are people and topics of that name."""

    episodes: list[EpisodeHits]
    also: list[Choice] = field(default_factory=list)

    @property
    def total_notes(self) -> int:
        return sum(hits.notes for hits in self.episodes)

    @property
    def total_speech(self) -> int:
        return sum(hits.speech for hits in self.episodes)

    @property
    def total(self) -> int:
        """Places; titles where there are no others."""
        return self.total_notes + self.total_speech or len(self.episodes)
