"""A request that was sent on to the audio, with all that tells whether it is a download."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from downloads.ranges import bytes_of_a_minute, requested_bytes
from episodes.client_address import place_of
from episodes.models import Episode

# Longer ones are none of an app, and patterns are tried on what is kept.
AGENT_LENGTH = 512


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    """Lives in memory until it is counted, a second or so, and is never stored or printed as it is.

    ``requested`` bytes were asked for, ``needed`` make a minute; ``session`` is the cookie that a host may have sent.
    """

    episode: int
    at: datetime
    requested: int
    needed: int
    address: str = field(repr=False)
    user_agent: str = field(repr=False)
    referer: str = field(repr=False, default="")
    session: str = field(repr=False, default="")
    is_on_our_page: bool = False


def play_of(request: HttpRequest, episode: Episode) -> Play | None:
    """None where nobody listens: a question for headers, a guess of a browser, a preview, a range beyond the end."""
    if request.method != "GET" or is_ahead(request) or not episode.is_published():
        return None
    if not episode.audio_bytes or not episode.audio_duration:
        return None
    requested = requested_bytes(request.META.get("HTTP_RANGE", ""), episode.audio_bytes)
    if not requested:
        return None
    return Play(
        episode=episode.pk,
        at=timezone.now(),
        requested=requested,
        needed=bytes_of_a_minute(episode.audio_bytes, episode.audio_duration),
        address=place_of(request.META, settings.TRUSTED_PROXIES),
        user_agent=_text(request, "HTTP_USER_AGENT"),
        referer=_text(request, "HTTP_REFERER"),
        session=_session(request),
        is_on_our_page=_is_on_our_page(request),
    )


def is_ahead(request: HttpRequest) -> bool:
    """A browser that fetches what might be wanted says so, in words that changed over the years."""
    names = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
    said = " ".join(request.META.get(name, "") for name in names).lower()
    return any(word in said for word in ("prefetch", "prerender", "preview"))


def _text(request: HttpRequest, name: str) -> str:
    """A header as it was meant: WSGI hands over bytes in the guise of Latin-1, and apps write UTF-8."""
    value = str(request.META.get(name, ""))[:AGENT_LENGTH].strip()
    return value if value.isascii() else value.encode("latin-1", "replace").decode("utf-8", "replace")


def _session(request: HttpRequest) -> str:
    """The session's key, where it can be one. It is looked up later: here it would cost a query."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return key if key.isascii() and key.isalnum() and len(key) <= 40 else ""


def _is_on_our_page(request: HttpRequest) -> bool:
    if request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin":
        return True
    try:
        return bool(urlsplit(request.META.get("HTTP_REFERER", "")).netloc == request.get_host())
    except ValueError:
        return False
