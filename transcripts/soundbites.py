"""Some seconds worth quoting: whole sentences of one person, within one segment, that say much of it. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from transcripts.alignment.words import words
from transcripts.cues import ParsedCue

SHORTEST: Final = timedelta(seconds=15)
LONGEST: Final = timedelta(seconds=60)
# The beginning and the end of a segment are hand-overs.
MARGIN: Final = timedelta(seconds=10)
_ENDS: Final = re.compile(r"[.?!…][\"'”’)]*$")
_BEGINS: Final = re.compile(r"^[\"'“‘(]?[A-Z0-9]")
# Such a beginning leans on what was said before.
_LEANS: Final = re.compile(
    r"^(and|but|or|so|yeah|yes|no|right|exactly|well|which|because|it|that|this|he|she|they)\b", re.I
)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A segment's time in the audio, with its title."""

    start: timedelta
    end: timedelta
    title: str


@dataclass(frozen=True, kw_only=True)
class Bite:
    start: timedelta
    duration: timedelta
    title: str
    text: str
    score: float


def soundbites(stretches: Sequence[Stretch], cues: Sequence[ParsedCue]) -> list[Bite]:
    """The best of each segment, the best first; a transcript without full stops has none."""
    ordered = sorted((cue for cue in cues if cue.text.strip()), key=lambda cue: cue.start)
    common = Counter(word for cue in ordered for word in set(words(cue.text)))
    found = []
    for stretch in stretches:
        inside = [cue for cue in ordered if stretch.start + MARGIN <= cue.start < stretch.end - MARGIN]
        best = max(
            _candidates(inside, stretch, common, len(ordered)), key=lambda bite: bite.score, default=None
        )
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda bite: -bite.score)


def _candidates(
    cues: Sequence[ParsedCue], stretch: Stretch, common: Counter[str], total: int
) -> Iterator[Bite]:
    title = set(words(stretch.title))
    for first, cue in enumerate(cues):
        if not _BEGINS.match(cue.text) or _LEANS.match(cue.text) or not _is_fresh(cues, first):
            continue
        for last in range(first, len(cues)):
            end = cues[last].end or cues[last].start
            if cues[last].speaker != cue.speaker or end - cue.start > LONGEST or end > stretch.end:
                break
            if end - cue.start >= SHORTEST and _ENDS.search(cues[last].text):
                text = " ".join(one.text for one in cues[first : last + 1])
                score = _score(text, title, common, total, (end - cue.start).total_seconds())
                yield Bite(
                    start=cue.start,
                    duration=end - cue.start,
                    title=stretch.title[:128],
                    text=text,
                    score=score,
                )


def _is_fresh(cues: Sequence[ParsedCue], at: int) -> bool:
    """Whether a sentence begins here: the one before is finished, or somebody else's."""
    before = cues[at - 1] if at else None
    return before is None or before.speaker != cues[at].speaker or bool(_ENDS.search(before.text))


def _score(text: str, title: set[str], common: Counter[str], total: int, seconds: float) -> float:
    """Words that are said seldom, for each second; a little more for the title's own."""
    said = set(words(text))
    weight = sum(
        math.log((total + 1) / (common[word] + 0.5)) * (1.5 if word in title else 1.0) for word in said
    )
    return weight / (seconds + 10)
