"""Where a page has gone whose slug or number was changed: the old address leads there for ever."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from episodes.models import Episode, OldSlug, Person, Segment, Show

Kind = OldSlug.Kind


def new_address(request: HttpRequest, show: Show) -> str:
    """Where what was asked for is now; "" where it never was, or where the public may not see it."""
    match = request.resolver_match
    if match is None or not match.view_name:
        return ""
    known = dict(match.kwargs)
    if "address" in known:
        known = _of_episode(show, known)
    elif "number" in known:
        known = _of_number(show, known)
    elif match.view_name in ("episodes:person", "episodes:feed-person"):
        known = {"slug": _slug(Person.objects.all(), Kind.PERSON, None, known["slug"])}
    elif match.view_name in ("episodes:topic", "episodes:feed-topic"):
        known = {"slug": _slug(show.topics.all(), Kind.TOPIC, show.pk, known["slug"])}
    else:
        return ""
    try:
        address = reverse(match.view_name, kwargs=known)
    except NoReverseMatch:  # something is not known
        return ""
    return "" if address == request.path else address


def episode_called(show: Show, address: str, slug: str) -> Episode | None:
    """The published episode that these parts of an address mean now, or meant once; the slug says more."""
    public = show.episodes.published()
    if slug and (found := public.filter(slug=slug).first() or _old(public, Kind.EPISODE, show.pk, slug)):
        return found
    numbered: Episode | None = _old(public, Kind.NUMBER, show.pk, address)
    return numbered or _old(public, Kind.EPISODE, show.pk, address)


def _of_episode(show: Show, known: dict[str, Any]) -> dict[str, Any]:
    asked = str(known["address"])
    episode = episode_called(show, asked, known.get("slug", "")) or (
        show.episodes.published().by_address(asked).first()
    )
    if episode is None:
        return {}
    found = {**known, "address": episode.address}
    if "slug" in known:
        found["slug"] = episode.slug
    if "segment" in known:
        found["segment"] = _slug(episode.segments.all(), Kind.SEGMENT, episode.pk, known["segment"])
    return found


def _of_number(show: Show, known: dict[str, Any]) -> dict[str, Any]:
    episode = _old(show.episodes.published(), Kind.NUMBER, show.pk, str(known["number"]))
    return {"number": episode.number} if episode and episode.number is not None else {}


def _slug(rows: Any, kind: Kind, scope: int | None, slug: str) -> str:
    """The slug of the row that has this one, or had it; "" where there is none."""
    row: Person | Segment | None = rows.filter(slug=slug).first() or _old(rows, kind, scope, slug)
    return row.slug if row is not None else ""


def _old(rows: Any, kind: Kind, scope: int | None, slug: str) -> Any:
    before = OldSlug.objects.filter(kind=kind, scope_id=scope, slug=slug)
    return rows.filter(pk__in=before.values("object_id")).first()
