"""The show's feed, as podcast apps fetch it."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from episodes.feeds.generator import PodcastFeed, write_feed
from episodes.feeds.items import channel_of, hosts_of, items_of
from episodes.models import Show
from episodes.shows import show_for


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """An ETag and no Last-Modified: with the latter AntennaPod never asks conditionally for a weekly show."""
    content = feed_of(show_for(request))
    response = HttpResponse(content, content_type=PodcastFeed.content_type)
    response["Cache-Control"] = "public, max-age=300"
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def feed_of(show: Show) -> bytes:
    """The feed's document: seven queries, however many episodes there are."""
    hosts = hosts_of(show)
    episodes = (
        show.episodes.published()
        .with_audio()
        .newest_first()
        .for_feed()
        .prefetch_related("transcripts", "segments__sponsorships__sponsor")
    )
    return write_feed(channel_of(show, hosts), list(items_of(show, episodes, hosts)))
