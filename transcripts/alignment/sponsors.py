"""Where a paid message is read: its own words, thick and fast, after words of thanks. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from episodes.sounds import sound
from transcripts.alignment.evidence import Evidence
from transcripts.alignment.phrases import SPONSOR
from transcripts.alignment.words import address_words, words

# A message is longer than the line at the opening that only names who pays.
MESSAGE: Final = 75.0
OPENING: Final = 75.0
FEWEST: Final = 3


def is_own(title: str, body: str) -> bool:
    """ "Sponsored by us": the show speaks for itself."""
    text = f"{title} {body}".lower()
    return "by us" in text or "courses over at" in text or "talk python training" in text


def mentions(evidence: Evidence, place: int) -> list[int]:
    """The pieces in which the sponsor is named, in one word or several, or as it sounds."""
    segment = evidence.segments[place]
    parts = words(segment.title.lower().replace("sponsored by", ""))
    whole = "".join(parts)
    elsewhere = {
        word
        for other in evidence.segments
        if other.kind == "topic"
        for word in words(f"{other.title} {other.body}")
    }
    own = {part for part in parts if len(part) > 3 and part not in elsewhere}
    own |= {
        word
        for url in segment.urls
        for word in address_words(url)
        if len(word) > 3 and (word in whole or whole in word)
    }
    alike = {sound(word) for word in (*own, whole) if len(sound(word)) > 3}
    found = []
    for at, piece in enumerate(evidence.timeline):
        said = {*piece.words, *(a + b for a, b in pairwise(piece.words))}
        if whole in said or said & own or any(sound(word) in alike for word in said):
            found.append(at)
    return found


def messages(evidence: Evidence, place: int) -> list[tuple[float, int]]:
    """The stretches that may be the message: (how much speaks for it, the piece it starts with), best first."""
    named = mentions(evidence, place)
    found = []
    for at, piece in enumerate(evidence.timeline):
        if not SPONSOR.search(piece.text) and at not in named:
            continue
        inside = [one for one in named if piece.start <= evidence.starts[one] < piece.start + MESSAGE]
        thanked = SPONSOR.search(piece.text) is not None
        soon = bool(inside) and evidence.starts[inside[0]] - piece.start < 15
        if inside and soon:
            found.append(
                (len(inside) + (2.5 if thanked else 0.0) - (3.0 if piece.start < OPENING else 0.0), at)
            )
    return sorted(found, key=lambda one: (-one[0], one[1]))


def muted_pieces(evidence: Evidence) -> list[bool]:
    """Words of a paid message say nothing about topics."""
    muted = [False] * len(evidence.timeline)
    for place, segment in enumerate(evidence.segments):
        if segment.kind != "sponsor" or is_own(segment.title, segment.body):
            continue
        best = messages(evidence, place)[:1]
        for score, at in best:
            if score >= FEWEST:
                for one in range(at, evidence.at(evidence.starts[at] + MESSAGE / 2)):
                    muted[one] = True
    return muted
