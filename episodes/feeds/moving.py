"""Where a feed has gone. Apps rewrite their subscription after a 301: it is sent for real moves alone."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.urls import reverse
from django.views.defaults import page_not_found

from episodes.models import OldFeedAddress, Show
from episodes.shows import NoShow, show_for


def moved_to(show: Show, request: HttpRequest) -> str:
    """Where somebody who asks for the feed is sent, "" for nowhere: away with the show, or from an old host name."""
    if show.new_feed_url and show.new_feed_url != show.feed_url:
        return show.new_feed_url
    host = split_domain_port(request.get_host())[0]
    if host != show.host_name and show.old_feeds.filter(host_name=host, path=request.path).exists():
        return show.feed_url
    return ""


def move_feed(show: Show, site_address: str) -> None:
    """The show has left an address: remember it, and tell apps where the feed is now. The caller saves the show."""
    host = urlsplit(site_address).hostname or ""
    show.old_feeds.get_or_create(host_name=host, path=reverse("episodes:feed"))
    show.new_feed_url = show.new_feed_url or show.feed_url


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what is not there, unless it is where a feed used to be."""
    if request.method in ("GET", "HEAD") and (show := _show(request)) is not None:
        host = split_domain_port(request.get_host())[0]
        here = OldFeedAddress.objects.filter(show=show, path=request.path, host_name__in=("", host))
        if here.exists():
            return HttpResponsePermanentRedirect(show.feed_url)
    return page_not_found(request, exception)


def _show(request: HttpRequest) -> Show | None:
    try:
        return show_for(request)
    except NoShow:
        return None
