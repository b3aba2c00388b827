"""The score, and how times and addresses are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from episodes import score_svg
from episodes.models import Episode, Person
from episodes.rundown import Item, Rundown, domain, rundown
from episodes.score import (
    Part,
    Score,
    draw_evenly,
    draw_full,
    draw_mini,
    draw_mini_evenly,
    draw_plain,
    draw_track,
)
from episodes.structured import Data, episode_page, segment_page, series
from episodes.timestamps import format_timestamp

register = template.Library()
NO_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
STRUCTURED: dict[str, Callable[[Any], Data]] = {
    "series": series,
    "episode": episode_page,
    "segment": segment_page,
}
register.filter("rundown", rundown)
register.filter("domain", domain)
register.filter("timestamp", format_timestamp)


@register.simple_tag
def score(
    runs: Rundown,
    form: str,
    *,
    scale: float = 0,
    lead: Person | None = None,
    hits: Sequence[float] = (),
    part: Item | None = None,
) -> str:
    """Draw an episode: "full" (``part`` alone in colour), "mini" (``scale`` in seconds, ``lead`` alone in colour,
    ``hits`` marked), "track". "" where nothing is known that could be drawn."""
    if form == "full":
        drawn, episode = _full(runs, part), runs.episode
        urls = {"page_url": episode.get_absolute_url(), "audio_url": episode.audio_url}
        return score_svg.full(drawn, lanes=runs.lanes, **urls) if drawn else ""
    if not runs.length:
        return ""
    if form == "mini":
        return score_svg.mini(_mini(runs, scale or runs.length, lead, hits))
    return score_svg.track(draw_track(runs.parts or [Part(start=0)], length=runs.length))


def _full(runs: Rundown, only: Item | None) -> Score | None:
    parts, lanes = runs.parts, max(1, len(runs.lanes))
    start = only.segment.start if only else None
    lit = start.total_seconds() if start is not None else None
    if runs.length and parts:
        return draw_full(parts, length=runs.length, lanes=lanes, only=lit)
    untimed = runs.untimed_parts
    return draw_evenly(untimed, lanes=lanes) if untimed else None


def _mini(runs: Rundown, scale: float, lead: Person | None, hits: Sequence[float]) -> Score:
    parts, lanes = runs.parts, max(1, len(runs.lanes))
    if not parts and (untimed := runs.untimed_parts):
        return draw_mini_evenly(untimed, length=runs.length, lanes=lanes, scale=scale)
    if not parts:
        return draw_plain(length=runs.length, scale=scale)
    lane = next((voice.lane for voice in runs.voices if lead and voice.person == lead), 0)
    return draw_mini(parts, length=runs.length, lanes=lanes, scale=scale, lead=lane, hits=hits)


@register.simple_tag
def json_ld(kind: str, about: Any) -> SafeString:
    """A page's data for search engines: "series", "episode" or "segment". A browser does not run it."""
    data = {"@context": "https://schema.org", **STRUCTURED[kind](about)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NO_MARKUP)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - no < is left in it


@register.filter
def of(rows: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key; None where there is none."""
    return rows.get(key)


@register.filter
def led_by(runs: Rundown, person: Person) -> list[Item]:
    return runs.led_by(person)


@register.simple_tag
def longest(rows: Iterable[Any]) -> int:
    """The one scale of a list of scores, in seconds; of episodes, or of anything that holds an episode."""
    episodes = (row if isinstance(row, Episode) else row.episode for row in rows)
    return max((seconds(episode.audio_duration) for episode in episodes), default=0)


@register.filter
def seconds(time: timedelta | None) -> int:
    return int(time.total_seconds()) if time is not None else 0


@register.filter
def moment(time: timedelta) -> str:
    """Seconds with what is written behind the point, as short as it goes: "12.3"."""
    return f"{time.total_seconds():.2f}".rstrip("0").rstrip(".")


@register.filter
def duration(time: timedelta | None) -> str:
    """How long something lasts, to the second: "6 min 54 s"."""
    minutes, rest = divmod(seconds(time), 60)
    hours, minutes = divmod(minutes, 60)
    written = [
        (hours, pgettext("unit of time", "h")),
        (minutes, pgettext("unit of time", "min")),
        (0 if hours else rest, pgettext("unit of time", "s")),
    ]
    return " ".join(f"{amount} {unit}" for amount, unit in written if amount) or f"0 {written[-1][1]}"


@register.filter
def about(time: timedelta | None) -> str:
    """How long something lasts, roughly: "35 min", "24 h"; short things to the second."""
    total = seconds(time)
    if total < 600:
        return duration(time)
    if total < 36_000:
        return duration(timedelta(minutes=round(total / 60)))
    return f"{round(total / 3600)} {pgettext('unit of time', 'h')}"
