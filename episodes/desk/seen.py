"""While a host types a link: which episodes have covered the same address, repository or package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from episodes.addresses import Target, short_name, target_of
from episodes.models import Episode, Link, Segment
from episodes.notes.document import SegmentKind

MOST: Final = 20
SHOWN: Final = 4
ROWS: Final = 200


@dataclass(frozen=True, kw_only=True)
class Seen:
    """``segments`` are the newest that had it, or its ``project``; ``more``, how many there are besides."""

    url: str
    project: str = ""
    segments: tuple[Segment, ...] = ()
    more: int = 0


def seen_before(episode: Episode, urls: Sequence[str]) -> list[Seen]:
    """For each address that leads somewhere. One query, drafts of the show among what it finds."""
    targets = {url: target for url in list(urls)[:MOST] if (target := target_of(url)).key}
    if not targets:
        return []
    keys = {target.key for target in targets.values()}
    projects = {target.project for target in targets.values()} - {""}
    links = (
        Link.objects.filter(Q(key__in=keys) | Q(project__in=projects), segment__episode__show=episode.show)
        .exclude(segment__kind=SegmentKind.SPONSOR)
        .exclude(segment__episode=episode.pk)
        .select_related("segment__episode", "segment__person")
        .defer("segment__source", "segment__html", "segment__episode__notes", "segment__episode__notes_html")
        .order_by("-segment__episode__published_at", "-segment__episode__number", "segment__order")
    )
    rows = list(links[:ROWS])
    return [_seen(url, target, rows) for url, target in targets.items()]


def _seen(url: str, target: Target, links: Sequence[Link]) -> Seen:
    mine = [
        link
        for link in links
        if link.key == target.key or (target.project and link.project == target.project)
    ]
    segments = list({link.segment_id: link.segment for link in mine}.values())
    return Seen(
        url=url,
        project=short_name(target.project) if target.project else "",
        segments=tuple(segments[:SHOWN]),
        more=max(0, len(segments) - SHOWN),
    )
