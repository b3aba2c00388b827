"""Which episode's audio a request was sent on to, for whoever counts downloads: known without asking again."""

from __future__ import annotations

from django.http import HttpRequest

from episodes.models import Episode


def note_played(request: HttpRequest, episode: Episode) -> None:
    request._played = episode  # type: ignore[attr-defined]


def played(request: HttpRequest) -> Episode | None:
    return getattr(request, "_played", None)
