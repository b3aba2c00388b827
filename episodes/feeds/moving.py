"""Where a feed has gone. Apps rewrite their subscription after a 301: it is sent for real moves alone."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse

from episodes.models import OldFeedAddress, Show


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


def used_to_be(show: Show, request: HttpRequest) -> bool:
    """Whether a feed of the show was once at the address that is asked."""
    host = split_domain_port(request.get_host())[0]
    here = OldFeedAddress.objects.filter(show=show, path=request.path, host_name__in=("", host))
    return here.exists()
