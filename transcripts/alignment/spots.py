"""Where sponsors' messages and openings begin: they follow phrases rather than words of their own. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from episodes.sounds import sound
from transcripts.alignment.evidence import Evidence
from transcripts.alignment.path import Found
from transcripts.alignment.phrases import CONNECT, GUEST, OWN_SPONSOR
from transcripts.alignment.sponsors import FEWEST, is_own, messages

# What opens a show comes before the first topic, within minutes.
OPENING: Final = 240.0


def find_spots(evidence: Evidence, path: Mapping[int, Found]) -> dict[int, Found]:
    found: dict[int, Found] = {}
    taken: list[int] = []
    first = min((evidence.starts[one.at] for one in path.values()), default=OPENING)
    until = min(OPENING, max(first, 20.0) + 5)
    after = 0.0
    for place, segment in enumerate(evidence.segments):
        spot = None
        if segment.kind == "sponsor" and not is_own(segment.title, segment.body):
            spot = _message(evidence, place, taken)
        elif segment.kind == "sponsor":
            spot = _first(evidence, OWN_SPONSOR, 0.0, until, 0.8)
        elif segment.kind == "intro":
            spot = _opening(evidence, place, after, until)
        if spot is not None:
            found[place] = spot
            taken.append(spot.at)
            if segment.kind != "sponsor" or evidence.starts[spot.at] < until:
                after = evidence.starts[spot.at] + 1
    return found


def _message(evidence: Evidence, place: int, taken: list[int]) -> Found | None:
    """Of several mentions the one that is a message; one that is named twice in the notes is read once."""
    title = evidence.segments[place].title
    later = any(other.kind == "sponsor" and other.title == title for other in evidence.segments[place + 1 :])
    candidates = [(score, at) for score, at in messages(evidence, place) if at not in taken]
    if not candidates or later:
        return None
    score, at = candidates[0]
    start = evidence.starts[at]
    # The same message, some seconds earlier: thanks come before the name.
    near = [
        one for value, one in candidates if 0 <= start - evidence.starts[one] < 20 and value >= score - 2.0
    ]
    rivals = [value for value, one in candidates if abs(evidence.starts[one] - start) > 60]
    margin = score - max(rivals, default=0.0)
    sure = 0.95 if score >= FEWEST + 3 and margin > 1.5 else 0.8 if score >= FEWEST and margin > 0 else 0.45
    return Found(at=min(near, default=at), confidence=sure)


def _opening(evidence: Evidence, place: int, after: float, until: float) -> Found | None:
    segment = evidence.segments[place]
    text = f"{segment.title} {segment.body}"
    if guest := re.search(r"guests?\b:?\s*(.{2,60})", text, re.IGNORECASE):
        names = {sound(word) for word in guest[1].split()[:4] if len(word) > 2 and word[0].isupper()}
        for at in range(evidence.at(0.0), evidence.at(until)):
            piece = evidence.timeline[at]
            if any(sound(word) in names for word in re.findall(r"\w+", piece.text) if word[0].isupper()):
                return Found(at=at, confidence=0.85)
        return _first(evidence, GUEST, 5.0, until, 0.6)
    if is_own(segment.title, segment.body) and "connect" not in segment.title.lower():
        return _first(evidence, OWN_SPONSOR, 0.0, until, 0.75)
    return _first(evidence, CONNECT, after, until, 0.8)


def _first(
    evidence: Evidence, pattern: re.Pattern[str], begin: float, end: float, confidence: float
) -> Found | None:
    for at in range(evidence.at(begin), evidence.at(end)):
        if pattern.search(evidence.timeline[at].text):
            return Found(at=at, confidence=confidence)
    return None
