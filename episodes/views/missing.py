"""The page for what is not there, unless it is somewhere else now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.defaults import page_not_found

from episodes.feeds.moving import used_to_be
from episodes.languages import speaking_for
from episodes.models import Show
from episodes.old_slugs import new_address
from episodes.shows import NoShow, show_for


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    show = _show(request)
    if show is None:
        return page_not_found(request, exception)
    if request.method in ("GET", "HEAD"):
        if used_to_be(show, request):
            return HttpResponsePermanentRedirect(show.feed_url)
        if address := new_address(request, show):
            return HttpResponsePermanentRedirect(address)
    with speaking_for(show):  # an address that no view has is in no language yet
        return page_not_found(request, exception)


def _show(request: HttpRequest) -> Show | None:
    try:
        return show_for(request)
    except NoShow:
        return None
