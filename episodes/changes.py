"""What deriving an episode's rows again has changed, in lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from episodes.models import Credit, Episode, Segment, Sponsorship

# What a reader of the report can judge; other fields are told by their name alone.
_SHOWN = ("title", "url", "host_name", "label", "kind", "number", "start", "person")


@dataclass(frozen=True, kw_only=True)
class Derived:
    """All that ``apply_notes`` writes of an episode, by the rows' ids."""

    html: str
    segments: dict[int, dict[str, Any]]
    credits: dict[str, str]
    sponsors: dict[str, str]


def derived(episode: Episode) -> Derived:
    """As the episode has been fetched by ``for_changes``: without a query."""
    return Derived(
        html=episode.notes_html,
        segments={segment.pk: _segment(segment) for segment in episode.segments.all()},
        credits={credit.person.name: str(credit.role) for credit in episode.credits.all()},
        sponsors={one.sponsor.name: one.url for one in episode.sponsorships.all()},
    )


def for_changes(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    return episodes.select_related("show").prefetch_related(
        Prefetch("credits", Credit.objects.select_related("person")),
        Prefetch("sponsorships", Sponsorship.objects.select_related("sponsor")),
        Prefetch("segments", Segment.objects.select_related("person").prefetch_related("links")),
    )


def _segment(segment: Segment) -> dict[str, Any]:
    fields = (
        "title",
        "url",
        "host_name",
        "label",
        "kind",
        "number",
        "order",
        "source",
        "html",
        "text",
        "slug",
    )
    values = {name: getattr(segment, name) for name in fields}
    return values | {
        "start": segment.start_text,
        "person": segment.person.name if segment.person else "",
        "links": tuple((link.text, link.url) for link in segment.links.all()),
    }


def describe(before: Derived, after: Derived) -> list[str]:
    """A line for each change; none where nothing is different."""
    return [
        *_segments(before.segments, after.segments),
        *_named("credit", before.credits, after.credits),
        *_named("sponsor", before.sponsors, after.sponsors),
        *(["the page's HTML"] if before.html != after.html else []),
    ]


def _segments(before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]]) -> Iterator[str]:
    for key in before.keys() - after.keys():
        yield f"- segment #{before[key]['slug']}: {_heading(before[key])}"
    for key, values in after.items():
        if key not in before:
            yield f"+ segment #{values['slug']}: {_heading(values)}"
        else:
            yield from _changed(before[key], values)


def _heading(values: dict[str, Any]) -> str:
    start = f", starts at {values['start']}" if values["start"] else ""
    return f"{values['kind']}, “{values['title'][:100]}”{start}"


def _changed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    where = f"~ segment #{after['slug']}"
    for name in _SHOWN:
        if before[name] != after[name]:
            yield f"{where}: {name} {_quoted(before[name])} → {_quoted(after[name])}"
    yield from (f"{where}: - link {url}" for _, url in before["links"] if not _has(after, url))
    yield from (f"{where}: + link {url}" for _, url in after["links"] if not _has(before, url))
    others = [name for name in ("order", "source", "html", "text") if before[name] != after[name]]
    if others:
        yield f"{where}: {', '.join(others)}"


def _has(values: dict[str, Any], url: str) -> bool:
    return any(url == other for _, other in values["links"])


def _quoted(value: Any) -> str:
    return "none" if value in (None, "") else f"“{str(value)[:100]}”"


def _named(what: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    yield from (f"- {what} {name}" for name in before if name not in after)
    yield from (f"+ {what} {name}" for name in after if name not in before)
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            yield f"~ {what} {name}: {_quoted(before[name])} → {_quoted(after[name])}"
