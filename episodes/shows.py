"""Which show a request is for.

Beside the model rather than in the project package, because the apps' own views ask it too.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.request import split_domain_port

from episodes.models import Show


class NoShow(Http404):
    """No show answers on this host name."""


def show_for(request: HttpRequest) -> Show:
    """The show whose host name was asked for; the only show of an installation answers on every name."""
    known: Show | None = getattr(request, "_show", None)
    if known is None:
        known = _find(split_domain_port(request.get_host())[0])
        request._show = known  # type: ignore[attr-defined]
    return known


def _find(host: str) -> Show:
    every = Show.objects.for_pages()
    shows = list(every.filter(host_name=host)) or list(every[:2])
    if len(shows) > 1:  # an old name of one of several
        shows = list(every.filter(old_feeds__host_name=host).distinct()[:2])
    if len(shows) == 1:
        return shows[0]
    raise NoShow(f"No show answers on {host}.")
