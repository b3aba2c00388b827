"""The archive: all episodes of a show by year, in pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from episodes.models import Episode
from episodes.models.episode import EpisodeQuerySet


@dataclass(frozen=True, kw_only=True)
class Year:
    """``length`` is that of all its episodes together, ``page`` where the newest of them stands."""

    year: int
    episodes: int
    length: timedelta
    page: int


def years(episodes: EpisodeQuerySet, zone: ZoneInfo, per_page: int) -> list[Year]:
    """The years of a show, newest first; a year begins in the show's own time zone. One query."""
    rows = (
        episodes.order_by()
        .annotate(year=ExtractYear("published_at", tzinfo=zone))
        .values("year")
        .annotate(count=Count("pk"), length=Sum("audio_duration"))
        .order_by("-year")
    )
    found: list[Year] = []
    before = 0
    for row in rows:
        page = before // per_page + 1
        length = row["length"] or timedelta(0)
        found.append(Year(year=row["year"], episodes=row["count"], length=length, page=page))
        before += row["count"]
    return found


def shelves(
    page: Iterable[Episode], known: Iterable[Year], zone: ZoneInfo
) -> list[tuple[Year, list[Episode]]]:
    """The episodes of a page, newest first, under their years."""
    by_year = {year.year: year for year in known}
    groups = groupby(
        page, key=lambda episode: episode.published_at and episode.published_at.astimezone(zone).year
    )
    return [(by_year[number], list(group)) for number, group in groups if number in by_year]
