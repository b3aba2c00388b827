"""An episode as it runs: who speaks, which part follows which, from when to when. What pages and scores are made of."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from episodes.models import Credit, Episode, Person, Segment, Sponsorship
from episodes.names import fold, is_web_address
from episodes.notes.document import SegmentKind
from episodes.score import EVERYBODY, MAX_LANES, Part
from episodes.voices import Voice, key_of, voices_of

LONGEST_URL: Final = 2000
ROUGHLY: Final = timedelta(seconds=0.5)
_MARKS: Final = {SegmentKind.EXTRA: "+", SegmentKind.JOKE: ":)"}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A link of the notes, with the mark of the part that has it."""

    mark: str
    text: str
    url: str
    sponsored: bool


@dataclass(frozen=True, kw_only=True)
class Item:
    """A part of the episode. ``end`` is where the next part starts, None where that is not known.

    ``continues``: another host's extras under the heading of the extras before.
    """

    segment: Segment
    voice: Voice | None = None
    end: timedelta | None = None
    continues: bool = False

    @property
    def is_sponsor(self) -> bool:
        return self.segment.kind == SegmentKind.SPONSOR

    @property
    def is_topic(self) -> bool:
        return self.segment.kind == SegmentKind.TOPIC

    @property
    def is_untitled_intro(self) -> bool:
        return self.segment.kind == SegmentKind.INTRO and not self.segment.title

    @property
    def is_list_of_links(self) -> bool:
        """A list that the page writes itself, from all parts. One that holds bare addresses alone is kept."""
        return self.segment.kind == SegmentKind.LINKS and "](" in self.segment.source

    @property
    def length(self) -> timedelta | None:
        if self.segment.start is None or self.end is None:
            return None
        return self.end - self.segment.start

    def begins_by(self, moment: timedelta) -> bool:
        """Whether the part has begun at a moment of the audio, to half a second."""
        return self.segment.start is not None and self.segment.start <= moment + ROUGHLY

    @property
    def mark(self) -> str:
        """What stands in the margin: a topic's number, a sign for the others."""
        return str(self.segment.number or _MARKS.get(SegmentKind(self.segment.kind), "·"))

    @cached_property
    def sponsorship(self) -> Sponsorship | None:
        """Who pays for this part. Notes may thank a sponsor at the top and read the message later: both are theirs."""
        key = fold(self.segment.title)
        named = (row for part in self.segment.episode.segments.all() for row in part.sponsorships.all())
        return next(iter(self.segment.sponsorships.all()), None) or next(
            (row for row in named if key and row.sponsor.key == key), None
        )

    @property
    def title(self) -> str:
        if self.is_sponsor and self.sponsorship is not None:
            return self.sponsorship.title or self.sponsorship.sponsor.name
        return _("Intro") if self.is_untitled_intro else self.segment.heading

    @property
    def contents_title(self) -> str:
        if self.is_sponsor and self.sponsorship is not None:
            return _("Sponsor: {name}").format(name=self.title)
        return _("The joke") if self.segment.kind == SegmentKind.JOKE else self.title

    @property
    def summary(self) -> str:
        """The notes of the part in a sentence or two, for those who see only that."""
        return textwrap.shorten(self.segment.text, 200, placeholder="…")

    @property
    def url(self) -> str:
        """Where the title leads; "" where the notes say nothing that a browser could follow."""
        if self.is_sponsor and self.sponsorship is not None:
            return web_url(self.sponsorship.url or self.sponsorship.sponsor.url or self.segment.url)
        return web_url(self.segment.url)


@dataclass(frozen=True, kw_only=True)
class Rundown:
    episode: Episode
    voices: tuple[Voice, ...]
    items: tuple[Item, ...]

    @cached_property
    def contents(self) -> list[Item]:
        """What a list of contents names: whatever has a time, and the parts that are there for their own sake."""
        named = (SegmentKind.TOPIC, SegmentKind.EXTRA, SegmentKind.JOKE)
        return [
            item
            for item in self.items
            if item.segment.start is not None or (item.segment.kind in named and not item.continues)
        ]

    @cached_property
    def by_start(self) -> list[Item]:
        """The parts with a known start, in the order of the audio."""
        starts = {segment.pk: place for place, segment in enumerate(self.episode.chapters)}
        known = [item for item in self.items if item.segment.pk in starts]
        return sorted(known, key=lambda item: starts[item.segment.pk])

    @property
    def has_found_starts(self) -> bool:
        """Whether a time is the site's own finding, which no host has looked at yet."""
        return any(item.segment.start_is_found for item in self.items)

    @property
    def lanes(self) -> list[str]:
        """The name of each lane; the last one may be that of several."""
        lanes = [voice.name for voice in self.voices[:MAX_LANES]]
        more = len(self.voices) - MAX_LANES
        return [*lanes[:-1], f"{lanes[-1]} + {more}"] if more > 0 else lanes

    @cached_property
    def guests(self) -> list[tuple[Person, Voice]]:
        """The guests of the episode who have more to show than a name in the score."""
        guests = {
            credit.person_id for credit in self.episode.credits.all() if credit.role == Credit.Role.GUEST
        }
        return [(voice.person, voice) for voice in self.voices if voice.person and voice.person.pk in guests]

    @property
    def length(self) -> float:
        """In seconds; 0 where there is no audio."""
        duration = self.episode.audio_duration
        return duration.total_seconds() if duration is not None else 0.0

    @cached_property
    def parts(self) -> list[Part]:
        """The parts that the score draws: those with a known start, and the words before the first of them."""
        known = [self.part_of(item) for item in self.by_start]
        return [Part(start=0), *known] if known and known[0].start > 0 else known

    @property
    def untimed_parts(self) -> list[Part]:
        """What the score draws in its order, where no start is known."""
        parts = [item for item in self.items if item.segment.has_page and not item.continues]
        return [] if self.by_start or len(parts) < 2 else [self.part_of(item) for item in parts]

    @staticmethod
    def part_of(item: Item) -> Part:
        """What the score draws of it; one without a start begins with the episode."""
        segment = item.segment
        return Part(
            start=segment.start.total_seconds() if segment.start is not None else 0.0,
            lane=item.voice.lane if item.voice else EVERYBODY,
            sponsor=item.is_sponsor,
            number=str(segment.number or ""),
            title=segment.heading,
            time=segment.start_text,
            slug=segment.slug,
        )

    @cached_property
    def references(self) -> list[Reference]:
        """Every link of the notes, each address once, where it comes first."""
        seen: dict[str, Reference] = {}
        for item in self.items:
            mark = "" if item.segment.kind == SegmentKind.LINKS else item.mark
            written = [(item.segment.title, item.url)] if item.is_topic else []
            written += [(link.text, web_url(link.url)) for link in item.segment.links.all()]
            for text, url in written:
                if url and text:
                    seen.setdefault(url, Reference(mark=mark, text=text, url=url, sponsored=item.is_sponsor))
        return list(seen.values())

    def led_by(self, person: Person) -> list[Item]:
        """The parts that a person leads, paid messages left out."""
        return [item for item in self.items if item.segment.person == person and not item.is_sponsor]

    def voice_named(self, name: str) -> Voice | None:
        """The voice that a transcript calls by its whole name or its first."""
        key = fold(name)
        for voice in self.voices:
            names = {fold(voice.name), fold(voice.person.name) if voice.person else ""}
            if key and key in names:
                return voice
        return None


def rundown(episode: Episode) -> Rundown:
    """Read an episode that was fetched with ``for_page`` or ``for_list``: asks the database for nothing."""
    segments = list(episode.segments.all())
    voices = voices_of(episode, segments)
    ends = _ends(episode, segments)
    before = [None, *(segment.kind for segment in segments)]
    items = (
        Item(
            segment=segment,
            voice=voices.get(key_of(segment)),
            end=ends.get(segment.pk),
            continues=segment.kind == kind_before == SegmentKind.EXTRA,
        )
        for segment, kind_before in zip(segments, before, strict=False)
    )
    return Rundown(episode=episode, voices=tuple(voices.values()), items=tuple(items))


def web_url(text: str) -> str:
    """An address of the notes that a browser may follow, or "": the notes may say ``javascript:`` or half a word."""
    text = text.strip()
    return text if is_web_address(text, LONGEST_URL) else ""


def domain(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if web_url(url) else ""


def _ends(episode: Episode, segments: Sequence[Segment]) -> dict[int, timedelta]:
    """Where each part ends: at the next known start, at last with the audio.

    A topic that is followed by one without a start has no known end.
    """
    topics = [segment for segment in segments if segment.kind == SegmentKind.TOPIC]
    open_ended = {topic.pk for topic, after in pairwise(topics) if after.start is None}
    chapters = episode.chapters
    starts = [chapter.start for chapter in chapters[1:]] + [episode.audio_duration]
    return {
        chapter.pk: end
        for chapter, end in zip(chapters, starts, strict=False)
        if end is not None
        and chapter.start is not None
        and end > chapter.start
        and chapter.pk not in open_ended
    }
