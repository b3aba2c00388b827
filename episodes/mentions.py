"""What was linked to before: for each part of an episode, the earlier parts that covered the same thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left
from django.utils import timezone

from episodes.models import Episode, Link, Segment, Show
from episodes.models.episode import type_tag
from episodes.models.prepared import Prepared
from episodes.models.segment import heading_without_title
from episodes.notes.document import SegmentKind
from episodes.paths import path_to

# What is linked in so many episodes is the show's own furniture, not something that was covered.
FURNITURE: Final = 12
ROWS: Final = 400
SHOWN: Final = 3
_SEGMENT: Final = ("slug", "kind", "title", "number", "order")
_EPISODE: Final = ("number", "slug", "episode_type")
# Whole notes are not read for a line that only names them.
_TEXT: Final = 200
_COVERING: Final = (SegmentKind.TOPIC, SegmentKind.EXTRA, SegmentKind.JOKE)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """An earlier part. ``number`` and ``type_tag`` are those of its episode."""

    url: str
    heading: str
    number: int | None
    type_tag: str


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """The newest earlier parts, and how many there are beside them. ``project`` where they are all about one."""

    newest: tuple[Mention, ...]
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


def _links(show: int, now: datetime, before: datetime, keys: list[str], episode: int) -> QuerySet[Link]:
    """The newest come first. Each brings the words that name its segment and its episode."""
    return (
        Link.objects.of_show(Show(pk=show), now)
        .filter(RawSQL('"episodes_link"."key" = ANY(%s)', (keys,), output_field=BooleanField()))
        .filter(segment__kind__in=_COVERING, segment__episode__published_at__lt=before)
        .exclude(segment__episode=episode)
        .annotate(
            **{f"of_{name}": F(f"segment__{name}") for name in _SEGMENT},
            of_text=Left("segment__text", _TEXT),
            in_pk=F("segment__episode_id"),
            **{f"in_{name}": F(f"segment__episode__{name}") for name in _EPISODE},
        )
        .only("key", "segment_id")
        .order_by("-segment__episode__published_at", "segment__order")[:ROWS]
    )


_earlier_links: Final = Prepared(_links)


def _earlier(episode: Episode, keys: set[str]) -> list[Any]:
    """Links with what ``_links`` annotates."""
    if not keys:
        return []
    now = timezone.now()
    rows: list[Any] = _earlier_links(
        episode.show_id, now, episode.published_at or now, sorted(keys), episode.pk
    )
    often = Counter(key for key, _ in {(link.key, link.in_pk) for link in rows})
    return [link for link in rows if often[link.key] <= FURNITURE]


def _mentions(keys: dict[str, str], links: Iterable[Any]) -> Mentions | None:
    mine = [link for link in links if link.key in keys]
    segments = {link.segment_id: link for link in mine}
    if not segments:
        return None
    projects = {keys[link.key] for link in mine}
    return Mentions(
        newest=tuple(_mention(link) for link in list(segments.values())[:SHOWN]),
        more=max(0, len(segments) - SHOWN),
        project=projects.pop() if len(projects) == 1 else "",
    )


def _mention(link: Any) -> Mention:
    number = link.in_number
    address = link.in_slug if number is None else str(number)
    return Mention(
        url=path_to("episodes:segment", address, link.in_slug, link.of_slug),
        heading=link.of_title
        or heading_without_title(link.of_kind, link.of_text, link.of_number or link.of_order),
        number=number,
        type_tag=type_tag(link.in_episode_type),
    )
