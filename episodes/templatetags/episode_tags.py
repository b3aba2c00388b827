"""The score, and how times and addresses are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from episodes import score_svg
from episodes.models import Episode, Person
from episodes.rundown import Item, Rundown, domain, rundown
from episodes.score import (
    Part,
    draw_evenly,
    draw_full,
    draw_mini,
    draw_mini_evenly,
    draw_plain,
    draw_track,
)
from episodes.structured import Data, episode_page, segment_page, series
from episodes.timestamps import format_seconds, format_timestamp

register = template.Library()
NO_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# So many scores of each form, of a few KB each, are kept in a process: the same episode is drawn the same again.
SCORES: Final = 1000
STRUCTURED: dict[str, Callable[[Any], Data]] = {
    "series": series,
    "episode": episode_page,
    "segment": segment_page,
}
register.filter("rundown", rundown)
register.filter("domain", domain)
register.filter("timestamp", format_timestamp)
register.filter("moment", format_seconds)


@register.simple_tag
def score(
    runs: Rundown,
    form: str,
    *,
    scale: float = 0,
    lead: Person | None = None,
    hits: Sequence[float] = (),
    part: Item | None = None,
) -> SafeString:
    """Draw an episode: "full" (``part`` alone in colour), "mini" (``scale`` in seconds, ``lead`` alone in colour,
    ``hits`` marked), "track". "" where nothing is known that could be drawn."""
    length, parts, untimed = runs.length, tuple(runs.parts), tuple(runs.untimed_parts)
    if form == "full":
        episode, names = runs.episode, tuple(runs.lanes)
        urls = {"page_url": episode.get_absolute_url(), "audio_url": episode.audio_url}
        only = part.segment.start if part else None
        return _full(length=length, parts=parts, untimed=untimed, names=names, only=only, **urls)
    if not length:
        return SafeString()
    if form == "mini":
        lane = next((voice.lane for voice in runs.voices if lead and voice.person == lead), 0)
        sizes = {"length": length, "lanes": max(1, len(runs.lanes)), "scale": scale or length}
        return _mini(parts=parts, untimed=untimed, lead=lane, hits=tuple(hits), **sizes)
    return _track(length, parts)


@lru_cache(SCORES)
def _full(
    *,
    length: float,
    parts: tuple[Part, ...],
    untimed: tuple[Part, ...],
    names: tuple[str, ...],
    only: timedelta | None,
    page_url: str,
    audio_url: str,
) -> SafeString:
    lanes = max(1, len(names))
    if length and parts:
        lit = only.total_seconds() if only is not None else None
        drawn = draw_full(parts, length=length, lanes=lanes, only=lit)
    elif untimed:
        drawn = draw_evenly(untimed, lanes=lanes)
    else:
        return SafeString()
    return score_svg.full(drawn, lanes=names, page_url=page_url, audio_url=audio_url)


@lru_cache(SCORES)
def _mini(
    *,
    length: float,
    parts: tuple[Part, ...],
    untimed: tuple[Part, ...],
    lanes: int,
    scale: float,
    lead: int,
    hits: tuple[float, ...],
) -> SafeString:
    sizes = {"length": length, "scale": scale}
    if parts:
        return score_svg.mini(draw_mini(parts, lanes=lanes, lead=lead, hits=hits, **sizes))
    drawn = draw_mini_evenly(untimed, lanes=lanes, **sizes) if untimed else draw_plain(**sizes)
    return score_svg.mini(drawn)


@lru_cache(SCORES)
def _track(length: float, parts: tuple[Part, ...]) -> SafeString:
    return score_svg.track(draw_track(parts or [Part(start=0)], length=length))


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
