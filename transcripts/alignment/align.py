"""The whole way: texts and cues in, placements out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from transcripts.alignment.evidence import Evidence
from transcripts.alignment.path import best_path
from transcripts.alignment.spots import find_spots
from transcripts.alignment.timeline import pieces
from transcripts.cues import ParsedCue


@dataclass(frozen=True, kw_only=True)
class SegmentText:
    """What the notes say of a segment. ``kind`` is topic, sponsor, extra, joke or intro; ``host`` leads it, as written.

    ``body`` is plain text without the title; ``urls`` are its addresses, that of the title first.
    """

    kind: str
    title: str = ""
    host: str = ""
    body: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Placement:
    """``segment`` is the place in the list that was given, from 0; ``evidence`` the words it starts with."""

    segment: int
    start: timedelta
    confidence: float
    evidence: str


def align(segments: Sequence[SegmentText], cues: Sequence[ParsedCue]) -> list[Placement]:
    """Where each segment starts, in the order of the segments; one that is not heard has no placement."""
    timeline = pieces(cues)
    if not timeline or not segments:
        return []
    evidence = Evidence(segments, timeline)
    path = best_path(evidence)
    found = {**path, **find_spots(evidence, path)}
    return [
        Placement(
            segment=place,
            start=timedelta(seconds=round(timeline[found[place].at].start, 3)),
            confidence=found[place].confidence,
            evidence=timeline[found[place].at].text[:300],
        )
        for place in sorted(found)
    ]
