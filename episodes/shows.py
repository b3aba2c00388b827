"""Which show a request is for.

Beside the model rather than in the project package, because the apps' own views ask it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Final

from django.http import Http404, HttpRequest
from django.http.request import split_domain_port

from episodes.models import Show


class NoShow(Http404):
    """No show answers on this host name."""


# In the META of a request for a page that will be kept: the key and the revision of its show.
REVISION: Final = "showsite.revision"
_read: dict[int, tuple[int, Show]] = {}


def show_for(request: HttpRequest) -> Show:
    """The show whose host name was asked for; the only show of an installation answers on every name."""
    known = known_show(request)
    if known is None:
        known = _at(request.META.get(REVISION)) or _find(split_domain_port(request.get_host())[0])
        request._show = known  # type: ignore[attr-defined]
    return known


def known_show(request: HttpRequest) -> Show | None:
    """The show of a request for which it was found before."""
    return getattr(request, "_show", None)


def read_ahead(revisions: Mapping[int, int]) -> None:
    """Read shows for all pages that will be made at these revisions: each is raised with whatever pages show of it.

    One query where any is new, and none otherwise.
    """
    new = [pk for pk, revision in revisions.items() if _read.get(pk, (None,))[0] != revision]
    if new:
        _read.update(
            (show.pk, (revisions[show.pk], show)) for show in Show.objects.for_pages().filter(pk__in=new)
        )


def _at(revision: tuple[int, int] | None) -> Show | None:
    """A copy, because a request may write on what it holds."""
    pk, wanted = revision or (0, 0)
    read, show = _read.get(pk, (None, None))
    return copy(show) if read == wanted else None


def _find(host: str) -> Show:
    every = Show.objects.for_pages()
    shows = list(every.filter(host_name=host)) or list(every[:2])
    if len(shows) > 1:  # an old name of one of several
        shows = list(every.filter(old_feeds__host_name=host).distinct()[:2])
    if len(shows) == 1:
        return shows[0]
    raise NoShow(f"No show answers on {host}.")
