"""What the counts say: each figure is one query, however many episodes and downloads there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from statistics import median
from typing import Final

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncHour

from downloads.models import AgentCount, HourCount
from episodes.models import Episode, Show

HOUR: Final = timedelta(hours=1)
HOURS_SHOWN: Final = 7 * 24
COMPARED: Final = 20
WINDOWS: Final = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
NAMED: Final = 12


@dataclass(frozen=True, kw_only=True)
class Start:
    """An episode's downloads from its release on, hour by hour and added up, beside those of the ones before.

    ``own`` ends at the present hour. ``usual`` is the median of as many episodes as were heard that long.
    """

    own: list[int]
    usual: list[float]
    compared: int


@dataclass(frozen=True, kw_only=True)
class EpisodeRow:
    """``windows`` are the downloads of the first day, week and month; None where they are not over, or not whole."""

    episode: Episode
    windows: list[int | None]
    total: int


def counted_since(show: Show) -> datetime | None:
    """The hour of the first download that was counted: what was before, nobody knows."""
    counts = HourCount.objects.filter(episode__show=show)
    return counts.order_by("day", "hour").values_list("hour", flat=True).first()


def by_day(counts: QuerySet[HourCount], first: date, last: date) -> list[tuple[date, int]]:
    found = counts.filter(day__range=(first, last)).values("day").annotate(number=Sum("downloads"))
    numbers = {row["day"]: row["number"] for row in found}
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return [(day, numbers.get(day, 0)) for day in days]


def by_agent(counts: QuerySet[AgentCount], what: str) -> list[tuple[str, int]]:
    """Apps or devices, the most used first; the rest together."""
    found = counts.values(what).annotate(number=Sum("downloads")).order_by("-number", what)
    rows = [(row[what], row["number"]) for row in found]
    rest = sum(number for _, number in rows[NAMED:])
    return rows[:NAMED] + ([("All others", rest)] if rest else [])


def total(counts: QuerySet[HourCount]) -> int:
    return counts.aggregate(number=Coalesce(Sum("downloads"), 0))["number"]  # type: ignore[no-any-return]


def start_of(episode: Episode, since: datetime | None, at: datetime) -> Start | None:
    """None where the release was before the counting, or is still to come: two queries at most."""
    released = episode.published_at
    if not since or not released or not since - HOUR < released <= at:
        return None
    before = Episode.objects.filter(
        show=episode.show_id, published_at__gt=since - HOUR, published_at__lt=released
    )
    rows = before.newest_first()[:COMPARED].values_list("pk", "published_at")
    releases = {pk: release for pk, release in rows if release} | {episode.pk: released}
    hours = _added_up(releases, at)
    own = hours.pop(episode.pk)
    usual = []
    for place in range(HOURS_SHOWN + 1):
        known = [numbers[place] for numbers in hours.values() if len(numbers) > place]
        if not known:
            break
        usual.append(float(median(known)))
    return Start(own=own, usual=usual, compared=len(hours))


def _added_up(releases: dict[int, datetime], at: datetime) -> dict[int, list[int]]:
    """For each episode 0, and the sum after each hour of the clock since its release, up to the present one."""
    found = HourCount.objects.filter(
        episode__in=releases,
        hour__lt=F("episode__published_at") + HOURS_SHOWN * HOUR,
    ).values_list("episode_id", "hour", "downloads")
    steps = {pk: [0] * (min(HOURS_SHOWN, _hours(release, at) + 1) + 1) for pk, release in releases.items()}
    for pk, hour, number in found:
        place = max(0, _hours(releases[pk], hour)) + 1
        if place < len(steps[pk]):
            steps[pk][place] += number
    return {pk: list(accumulate(numbers)) for pk, numbers in steps.items()}


def _hours(release: datetime, at: datetime) -> int:
    return (at - release.replace(minute=0, second=0, microsecond=0)) // HOUR


def episode_rows(show: Show, since: datetime | None, at: datetime) -> list[EpisodeRow]:
    """The newest episodes with what they had after a day, a week, a month, and in all: one query."""
    released = TruncHour("published_at", tzinfo=UTC)
    windows = {
        f"window{place}": Sum("hour_counts__downloads", filter=Q(hour_counts__hour__lt=released + window))
        for place, window in enumerate(WINDOWS)
    }
    newest = show.episodes.published(at).newest_first().values("pk")[:COMPARED]
    episodes = Episode.objects.filter(pk__in=newest).newest_first().defer("notes", "notes_html")
    rows = episodes.annotate(**windows, total=Sum("hour_counts__downloads"))
    return [
        EpisodeRow(
            episode=row,
            windows=[
                (getattr(row, f"window{place}") or 0) if _is_whole(row, window, since, at) else None
                for place, window in enumerate(WINDOWS)
            ],
            total=row.total or 0,  # type: ignore[attr-defined]
        )
        for row in rows
    ]


def _is_whole(episode: Episode, window: timedelta, since: datetime | None, at: datetime) -> bool:
    released = episode.published_at
    return bool(since and released and released > since - HOUR and released + window <= at)


def by_week(days: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """Seven days together, under the first of them; the last week ends with the last day."""
    offset = len(days) % 7
    starts = range(offset, len(days), 7)
    return [(days[place][0], sum(number for _, number in days[place : place + 7])) for place in starts]
