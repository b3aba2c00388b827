"""What was linked to before: for each part of an episode, the earlier parts that covered the same thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from episodes.models import Episode, Link, Segment
from episodes.notes.document import SegmentKind

# What is linked in so many episodes is the show's own furniture, not something that was covered.
FURNITURE: Final = 12
ROWS: Final = 400
SHOWN: Final = 3
# Whole notes are not read for a line that only names them.
_SHOWN_OF_SEGMENTS: Final = (
    *("slug", "kind", "title", "number", "order"),
    *("episode__number", "episode__slug", "episode__title", "episode__episode_type"),
)
_COVERING: Final = (SegmentKind.TOPIC, SegmentKind.EXTRA, SegmentKind.JOKE)


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """The newest earlier parts, and how many there are beside them. ``project`` where they are all about one."""

    segments: tuple[Segment, ...]
    more: int = 0
    project: str = ""


def mentions_before(episode: Episode, segments: Iterable[Segment]) -> dict[int, Mentions]:
    """By segment. One query, and no more than ROWS rows of it, whatever the show has linked to."""
    wanted = {
        segment.pk: {link.key: link.project for link in segment.links.all() if link.key}
        for segment in segments
        if segment.kind in _COVERING
    }
    found = _earlier(episode, {key for keys in wanted.values() for key in keys})
    return {pk: mentions for pk, keys in wanted.items() if (mentions := _mentions(keys, found)) is not None}


def _earlier(episode: Episode, keys: set[str]) -> list[Link]:
    if not keys:
        return []
    links = (
        Link.objects.of_show(episode.show)
        .filter(key__in=keys, segment__kind__in=_COVERING)
        .select_related("segment__episode")
        .only("key", "segment_id", *(f"segment__{name}" for name in _SHOWN_OF_SEGMENTS))
        .order_by("-segment__episode__published_at", "segment__order")
    )
    if episode.published_at is not None:
        links = links.filter(segment__episode__published_at__lt=episode.published_at)
    rows = list(links.exclude(segment__episode=episode)[:ROWS])
    often = Counter(key for key, _ in {(link.key, link.segment.episode_id) for link in rows})
    return [link for link in rows if often[link.key] <= FURNITURE]


def _mentions(keys: dict[str, str], links: Iterable[Link]) -> Mentions | None:
    mine = [link for link in links if link.key in keys]
    segments = list({link.segment_id: link.segment for link in mine}.values())
    if not segments:
        return None
    projects = {keys[link.key] for link in mine}
    return Mentions(
        segments=tuple(segments[:SHOWN]),
        more=max(0, len(segments) - SHOWN),
        project=projects.pop() if len(projects) == 1 else "",
    )
