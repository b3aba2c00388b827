"""What speaks for a segment at each piece of the timeline: its own words, and the ways in which people begin. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from episodes.sounds import sound
from transcripts.alignment.phrases import EXTRA, FUN, JOKE, OPENING, hand_over
from transcripts.alignment.timeline import Piece
from transcripts.alignment.words import address_words, heard_as, without_addresses, words

if TYPE_CHECKING:
    from transcripts.alignment.align import SegmentText

# How much a word of the title, of an address, of the text says, one against the other.
TITLE: Final = 3.0
ADDRESS: Final = 2.0
BODY: Final = 1.0
MISHEARD: Final = 0.7
# The scale of it all, in nats: all the words of a segment together, and each sign of a beginning.
MASS: Final = 30.0
HAND_OVER: Final = 2.0
NAMED: Final = 2.0
CALLED: Final = 1.0
ANNOUNCED: Final = 4.0
VOICE: Final = 2.0
GREETING: Final = 1.0
OPENING_SECONDS: Final = 240.0
SILENT: Final = 120.0
# An introduction names its thing within this time; what was named before is no introduction any more.
AHEAD: Final = 45.0


class Evidence:
    def __init__(self, segments: Sequence[SegmentText], timeline: Sequence[Piece]) -> None:
        self.segments = segments
        self.timeline = timeline
        self.starts = [piece.start for piece in timeline]
        self._hand_overs = [hand_over(piece.text) for piece in timeline]
        self._leads: dict[int, list[float]] = {}
        self._calls: dict[str, list[bool]] = {}

    @property
    def length(self) -> float:
        return self.starts[-1] if self.starts else 0.0

    def at(self, moment: float) -> int:
        """The first piece from a moment on; their number where there is none."""
        return bisect_left(self.starts, moment)

    # What words weigh

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """How much a word says here: one that is said in every minute says nothing."""
        minutes: dict[str, set[int]] = {}
        for piece in self.timeline:
            for word in piece.words:
                minutes.setdefault(word, set()).add(int(piece.start // 60))
        total = len({int(start // 60) for start in self.starts})
        return {word: math.log((total + 1) / (len(seen) + 0.5)) for word, seen in minutes.items()}

    @cached_property
    def _written(self) -> list[dict[str, float]]:
        """For each segment its words with what they weigh by where they stand."""
        found = []
        for segment in self.segments:
            weights: dict[str, float] = {}
            for word, count in Counter(words(without_addresses(segment.body))).items():
                weights[word] = BODY * min(2.0, 1 + 0.25 * (count - 1))
            for url in segment.urls[:12]:
                for word in address_words(url):
                    weights[word] = max(weights.get(word, 0.0), ADDRESS)
            for word in words(segment.title):
                weights[word] = TITLE
            found.append(weights)
        return found

    @cached_property
    def _weights(self) -> list[dict[str, float]]:
        """For each segment what each spoken word says for it, against the other segments."""
        shared = Counter(word for weights in self._written for word in weights)
        spoken = set(self._rarity)
        pairs = {a + b for piece in self.timeline for a, b in pairwise(piece.words)}
        wanted = {word for weights in self._written for word in weights if len(word) > 3}
        heard = heard_as(wanted, spoken, pairs)
        found = []
        for weights in self._written:
            mine: dict[str, float] = {}
            for word, weight in weights.items():
                share = weight / shared[word]
                if word in self._rarity:
                    mine[word] = max(mine.get(word, 0.0), share * self._rarity[word])
                for alike in heard.get(word, ()):
                    if alike not in weights:
                        rarity = self._rarity.get(alike, 3.0)
                        mine[alike] = max(mine.get(alike, 0.0), MISHEARD * share * rarity)
            found.append(mine)
        return found

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        """For each word, and each two that may be one, the pieces in which it is said."""
        found: dict[str, list[int]] = {}
        for at, piece in enumerate(self.timeline):
            after = self.timeline[at + 1].words[:1] if at + 1 < len(self.timeline) else ()
            said = {*piece.words, *(a + b for a, b in pairwise((*piece.words, *after)))}
            for word in said:
                found.setdefault(word, []).append(at)
        return found

    def mass(self, place: int, muted: Sequence[bool]) -> list[float]:
        """A segment's words along the time, together MASS: where more of them fall, more speaks for it."""
        raw = [0.0] * len(self.timeline)
        for word, weight in self._weights[place].items():
            for at in self._where.get(word, ()):
                if not muted[at]:
                    raw[at] += weight
        total = sum(raw)
        return [MASS * value / total for value in raw] if total else raw

    # How things begin

    def lead(self, place: int, *, handed: bool) -> list[float]:
        """What speaks for a beginning of the segment right at each piece; ``handed`` where another host goes on."""
        if place not in self._leads:
            segment = self.segments[place]
            signs = [self._named(place), self._voice(segment.host), self._announced(segment.kind)]
            hand_overs = [HAND_OVER * value for value in self._hand_overs]
            self._leads[place] = [sum(values) for values in zip(hand_overs, *signs, strict=True)]
        if not handed:
            return self._leads[place]
        called = self._called(self.segments[place].host)
        return [score + CALLED * one for score, one in zip(self._leads[place], called, strict=True)]

    def _called(self, host: str) -> list[bool]:
        """The pieces in which the host's name is said."""
        name = sound(host.split(" ", maxsplit=1)[0]) if host else ""
        if name not in self._calls:
            self._calls[name] = [name != "" and name in said for said in self._sounds]
        return self._calls[name]

    @cached_property
    def _sounds(self) -> list[set[str]]:
        return [{sound(word) for word in piece.text.split()} for piece in self.timeline]

    def _announced(self, kind: str) -> list[float]:
        """For sections that are called by their name: where it is said first, after a while without it."""
        pattern = {"extra": EXTRA, "joke": JOKE}.get(kind)
        if pattern is None:
            return [0.0] * len(self.timeline)
        scores, last = [], -math.inf
        for piece in self.timeline:
            said = pattern.search(piece.text) is not None
            fun = kind == "joke" and FUN.search(piece.text) is not None
            fresh = piece.start - last > SILENT
            scores.append(ANNOUNCED * (1.0 if fresh else 0.3) * said + HAND_OVER * fun)
            if said:
                last = piece.start
        return scores

    def opening(self) -> list[float]:
        """Greetings, thanks and names: what is said before the first topic."""
        return [
            GREETING if piece.start < OPENING_SECONDS and OPENING.search(piece.text) else 0.0
            for piece in self.timeline
        ]

    def _named(self, place: int) -> list[float]:
        """How much of the title is said soon, less what was said of it just before."""
        weights = self._weights[place]
        title = {word for word in words(self.segments[place].title) if word in weights}
        title |= {
            word for url in self.segments[place].urls[:1] for word in address_words(url) if word in weights
        }
        total = sum(weights[word] for word in title)
        if not total:
            return [0.0] * len(self.timeline)
        said = [title.intersection(piece.words) for piece in self.timeline]
        gained, lost = _Window(weights, said), _Window(weights, said)
        scores = []
        for at, start in enumerate(self.starts):
            soon = gained.move(at, self.at(start + AHEAD))
            just_now = lost.move(self.at(start - AHEAD), at)
            scores.append(NAMED * (soon - just_now) / total)
        return scores

    def _voice(self, host: str) -> list[float]:
        """Where voices have names: how much more of what follows than of what was is said by the host."""
        name = sound(host.split(" ", maxsplit=1)[0]) if host else ""
        if not name or not any(piece.speaker for piece in self.timeline):
            return [0.0] * len(self.timeline)
        his = [1.0 if any(sound(word) == name for word in p.speaker.split()) else 0.0 for p in self.timeline]
        scores = []
        for at, start in enumerate(self.starts):
            after = his[at : self.at(start + AHEAD)]
            before = his[self.at(start - AHEAD) : at]
            gain = (sum(after) / len(after) if after else 0.0) - (
                sum(before) / len(before) if before else 0.0
            )
            scores.append(VOICE * gain)
        return scores


class _Window:
    """What the words between two pieces weigh, each counted once; it only moves on."""

    def __init__(self, weights: Mapping[str, float], said: Sequence[set[str]]) -> None:
        self._weights, self._said = weights, said
        self._begin = self._end = 0
        self._inside = dict.fromkeys(weights, 0)
        self._total = 0.0

    def move(self, begin: int, end: int) -> float:
        for at in range(self._end, end):
            for word in self._said[at]:
                self._total += 0.0 if self._inside[word] else self._weights[word]
                self._inside[word] += 1
        for at in range(self._begin, begin):
            for word in self._said[at]:
                self._inside[word] -= 1
                self._total -= 0.0 if self._inside[word] else self._weights[word]
        self._begin, self._end = begin, end
        return self._total
