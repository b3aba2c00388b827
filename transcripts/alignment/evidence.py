"""What speaks for a segment at each piece of the timeline: its own words, and the ways in which people begin. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from transcripts.alignment.phrases import EXTRA, FUN, JOKE, OPENING, hand_over
from transcripts.alignment.timeline import Piece
from transcripts.alignment.words import address_words, heard_as, sound, without_addresses, words

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

    def mass(self, place: int, muted: Sequence[bool]) -> list[float]:
        """A segment's words along the time, together MASS: where more of them fall, more speaks for it."""
        weights = self._weights[place]
        raw = []
        for piece, quiet, after in zip(self.timeline, muted, [*self.timeline[1:], None], strict=True):
            said = set(piece.words)
            if after is not None and piece.words and after.words:
                said.add(piece.words[-1] + after.words[0])
            said |= {a + b for a, b in pairwise(piece.words)}
            raw.append(0.0 if quiet else sum(weights.get(word, 0.0) for word in said))
        total = sum(raw)
        return [MASS * value / total for value in raw] if total else raw

    # How things begin

    def lead(self, place: int, *, handed: bool) -> list[float]:
        """What speaks for a beginning of the segment right at each piece; ``handed`` where another host goes on."""
        segment = self.segments[place]
        named = self._named(place)
        spoken = self._voice(segment.host)
        name = sound(segment.host.split(" ")[0]) if segment.host else ""
        announced = self._announced(segment.kind)
        scores = []
        for at, piece in enumerate(self.timeline):
            score = HAND_OVER * self._hand_overs[at] + named[at] + spoken[at]
            if handed and name and any(sound(word) == name for word in piece.text.split()):
                score += CALLED
            if announced:
                score += announced[at]
            scores.append(score)
        return scores

    def _announced(self, kind: str) -> list[float]:
        """For sections that are called by their name: where it is said first, after a while without it."""
        pattern = {"extra": EXTRA, "joke": JOKE}.get(kind)
        if pattern is None:
            return []
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
        said = [(piece.start, {word for word in piece.words if word in title}) for piece in self.timeline]
        hits = [(start, found) for start, found in said if found]
        scores = []
        for start in self.starts:
            after: set[str] = set()
            before: set[str] = set()
            for when, found in hits:
                if start <= when < start + AHEAD:
                    after |= found
                elif start - AHEAD <= when < start:
                    before |= found
            gain = sum(weights[word] for word in after) - sum(weights[word] for word in before)
            scores.append(NAMED * gain / total)
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
