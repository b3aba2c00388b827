"""The hosts' desk: how often episodes were downloaded, when, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from downloads import figures
from downloads.charts import BarChart, LineChart, bar_chart, line_chart, shares
from downloads.models import AgentCount, HourCount
from downloads.safe_csv import csv_lines
from episodes.models import Episode, Show
from episodes.of_show import shows_where

PERIODS: Final = {"30": "30 days", "90": "90 days", "364": "a year"}
USUAL: Final = "30"
WEEKS_FROM: Final = 100  # days: more bars than that are too thin to read
SEEN: Final = "downloads.view_hourcount"
COLUMNS: Final = ("day", "episode", "title", "app", "device", "downloads")


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days of the show up to today."""

    name: str
    label: str
    first: date
    last: date


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The shows; of a single one, straight its page."""
    _allow(request)
    shows = list(Show.objects.filter(pk__in=shows_where(request.user, SEEN)).order_by("title"))
    if len(shows) == 1:
        return redirect("downloads:show", shows[0].pk)
    return _page(request, "admin/downloads/overview.html", {"title": "Downloads", "shows": shows})


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    show = get_object_or_404(Show, pk=pk)
    _allow(request, show)
    now = timezone.now()
    since = figures.counted_since(show)
    rows = figures.episode_rows(show, since, now)
    context = {
        "title": f"Downloads of {show}",
        "show": show,
        "rows": rows,
        "start": _start(rows[0].episode, since, now) if rows else None,
        "newest": rows[0].episode if rows else None,
        **_counts(request, show, since, {"episode__show": show}),
    }
    return _page(request, "admin/downloads/show.html", context)


@require_safe
def episode(request: HttpRequest, pk: int) -> HttpResponse:
    episode = get_object_or_404(Episode.objects.select_related("show").defer("notes", "notes_html"), pk=pk)
    _allow(request, episode.show)
    since = figures.counted_since(episode.show)
    context = {
        "title": f"Downloads of {episode}",
        "show": episode.show,
        "episode": episode,
        "start": _start(episode, since, timezone.now()),
        **_counts(request, episode.show, since, {"episode": episode}),
    }
    return _page(request, "admin/downloads/episode.html", context)


@require_safe
def show_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    show = get_object_or_404(Show, pk=pk)
    _allow(request, show)
    return _csv(request, show, {"episode__show": show}, show.slug)


@require_safe
def episode_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    episode = get_object_or_404(Episode.objects.select_related("show"), pk=pk)
    _allow(request, episode.show)
    return _csv(request, episode.show, {"episode": episode}, f"{episode.show.slug}-{episode.address}")


def _allow(request: HttpRequest, show: Show | None = None) -> None:
    if not request.user.has_perm(SEEN, show):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


def _period(request: HttpRequest, show: Show) -> Period:
    name = request.GET.get("period", USUAL)
    if name not in PERIODS:
        raise Http404("No such period.")
    today = timezone.now().astimezone(ZoneInfo(show.time_zone)).date()
    first = today - timedelta(days=int(name) - 1)
    return Period(name=name, label=PERIODS[name], first=first, last=today)


def _counts(request: HttpRequest, show: Show, since: datetime | None, of: dict[str, Any]) -> dict[str, Any]:
    """What both pages show of a period, in five queries."""
    period = _period(request, show)
    hours = HourCount.objects.filter(**of)
    agents = AgentCount.objects.filter(**of, day__range=(period.first, period.last))
    days = figures.by_day(hours, period.first, period.last)
    number = sum(downloads for _, downloads in days)
    is_weekly = len(days) > WEEKS_FROM
    return {
        "period": period,
        "periods": PERIODS,
        "since": since,
        "number": number,
        "total": figures.total(hours),
        "is_weekly": is_weekly,
        "days": [(date_format(day, "D j M Y"), downloads) for day, downloads in reversed(days) if downloads],
        "day_chart": _day_chart(figures.by_week(days) if is_weekly else days),
        "apps": shares(figures.by_agent(agents, "app"), max(1, number)),
        "devices": shares(figures.by_agent(agents, "device"), max(1, number)),
    }


def _day_chart(days: list[tuple[date, int]]) -> BarChart:
    return bar_chart([(date_format(day, "j M"), downloads) for day, downloads in days])


def _start(episode: Episode, since: datetime | None, now: datetime) -> dict[str, Any] | None:
    """The first week as two lines, and as a table of its days."""
    start = figures.start_of(episode, since, now)
    if start is None:
        return None
    days = [
        (24 * day, _at(start.own, 24 * day), _at(start.usual, 24 * day))
        for day in range(1, figures.HOURS_SHOWN // 24 + 1)
    ]
    return {"chart": _start_chart(start), "compared": start.compared, "so_far": start.own[-1], "days": days}


def _start_chart(start: figures.Start) -> LineChart:
    words = [(hours, f"{hours} h") for hours in range(0, figures.HOURS_SHOWN + 1, 24)]
    return line_chart([start.usual, start.own], words, figures.HOURS_SHOWN)


def _at(numbers: list[int] | list[float], place: int) -> str:
    return f"{numbers[place]:,g}" if place < len(numbers) else "–"


def _csv(request: HttpRequest, show: Show, of: dict[str, Any], name: str) -> StreamingHttpResponse:
    period = _period(request, show)
    counts = AgentCount.objects.filter(**of, day__range=(period.first, period.last))
    response = StreamingHttpResponse(csv_lines(_rows(counts)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="downloads-{name}-{period.last}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _rows(counts: Any) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    named = counts.annotate(number=F("episode__number"), name=F("episode__title"))
    fields = ("day", "number", "name", "app", "device", "downloads")
    yield from named.order_by("day", "number", "app", "device").values_list(*fields).iterator()
