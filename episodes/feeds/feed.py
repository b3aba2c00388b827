"""The show's feeds, as podcast apps fetch them: the newest episodes, the older ones page by page, and parts of both.

Paging: https://www.rfc-editor.org/rfc/rfc5005#section-3
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from episodes.feeds.document import FeedChannel, FeedItem, FeedPages, FeedPerson
from episodes.feeds.generator import FEED_TYPE, write_feed
from episodes.feeds.items import channel_of, hosts_of, items_of
from episodes.feeds.json_feed import JSON_TYPE, write_json
from episodes.feeds.kept_items import kept_items_of
from episodes.feeds.moving import moved_to
from episodes.feeds.responses import respond
from episodes.feeds.slices import Slice, bonus, everything, main, of_person, of_project, of_topic
from episodes.languages import language_of, speaking_for
from episodes.models import Person, Show
from episodes.models.episode import EpisodeQuerySet
from episodes.shows import show_for

MEDIA_TYPE: Final = f"{FEED_TYPE}; charset=utf-8"
Writer = Callable[[FeedChannel, Sequence[FeedItem]], bytes]
# Browsers say what they want a document for; podcast apps do not.
VARY: Final = "Accept-Encoding, Sec-Fetch-Dest"
NEWEST: Final = 10


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    if address := moved_to(show, request):
        return HttpResponsePermanentRedirect(address)
    return answer(request, show, main(show))


@require_safe
def feed_json(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    part = replace(main(show), path=reverse("episodes:feed-json"))
    page = _page_number(request, part)
    return respond(
        request,
        identity(show, part, page),
        lambda: document(show, part, page, write_json),
        f"{JSON_TYPE}; charset=utf-8",
    )


@require_safe
def feed_of_all(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    return answer(request, show, everything(show))


@require_safe
def feed_of_bonus(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    return answer(request, show, bonus(show))


@require_safe
def feed_of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    show = show_for(request)
    topic = get_object_or_404(show.topics, slug=slug)
    topic.show = show
    return answer(request, show, of_topic(topic))


@require_safe
def feed_of_person(request: HttpRequest, slug: str) -> HttpResponse:
    show = show_for(request)
    return answer(request, show, of_person(show, get_object_or_404(Person, slug=slug)))


@require_safe
def feed_of_project(request: HttpRequest, project: str) -> HttpResponse:
    show = show_for(request)
    part = of_project(show, project)
    if not part.episodes.exists():
        raise Http404("Nobody has linked to it.")
    return answer(request, show, part)


def answer(request: HttpRequest, show: Show, part: Slice) -> HttpResponse:
    """The feed, or 304; for a person in front of a browser a page that says what a feed is."""
    if request.headers.get("Sec-Fetch-Dest") == "document" and "raw" not in request.GET:
        return _explained(request, show, part)
    page = _page_number(request, part)
    headers = {}
    if part.is_main and page == 1 and settings.WEBSUB_HUB:
        headers["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{show.feed_url}>; rel="self"'
    return respond(
        request,
        identity(show, part, page),
        lambda: document(show, part, page),
        MEDIA_TYPE,
        headers=headers,
        vary=VARY,
    )


def feed_of(show: Show) -> bytes:
    """The first page of the show's own feed."""
    return document(show, main(show), 1)


def document(show: Show, part: Slice, page: int, write: Writer = write_feed) -> bytes:
    """A page of a feed: the same rows give the same bytes, and a fixed number of queries whatever their number."""
    with speaking_for(show):
        hosts = hosts_of(show)
        shown = _cut(part, page)
        channel = part.channel(channel_of(show, hosts), show)
        channel = replace(
            channel, feed_url=shown.address(channel.feed_url, page), pages=shown.links(channel.feed_url)
        )
        return write(channel, _items(show, part, shown.episodes, hosts))


def _items(
    show: Show, part: Slice, episodes: EpisodeQuerySet, hosts: tuple[FeedPerson, ...]
) -> list[FeedItem]:
    if part.additions is None:
        return kept_items_of(show, episodes, hosts)
    rows = list(episodes.for_feed())
    return list(items_of(show, rows, hosts, part.additions(rows)))


def identity(show: Show, part: Slice, page: int) -> str:
    """What names a feed's bytes without making them, at the cost of one look into an index.

    The revision is raised with every public change; a scheduled episode comes in when the newest date changes.
    """
    newest: datetime | None = (
        show.episodes.published().order_by("-published_at").values_list("published_at", flat=True).first()
    )
    facts = (
        _code(language_of(show)),
        show.pk,
        show.revision,
        newest,
        part.path,
        page,
        settings.FEED_PAGE_ITEMS,
        settings.WEBSUB_HUB,
        settings.PODPING_URL,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


@cache
def _code(language: str) -> str:
    """Another release may write the same rows in another way, or in better words."""
    sources = sorted(Path(__file__).parent.parent.rglob("*.py"))
    for folder in settings.LOCALE_PATHS:
        sources += sorted((Path(folder) / language).rglob("*.mo"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """The episodes of one page, and where it stands among the others."""

    episodes: EpisodeQuerySet
    page: int
    pages: int

    def links(self, first: str) -> FeedPages:
        if self.pages < 2:
            return FeedPages()
        return FeedPages(
            first=first,
            previous=self.address(first, self.page - 1) if self.page > 1 else "",
            next=self.address(first, self.page + 1) if self.page < self.pages else "",
            last=self.address(first, self.pages),
        )

    @staticmethod
    def address(first: str, page: int) -> str:
        return first if page == 1 else f"{first}?page={page}"


def _cut(part: Slice, page: int) -> _Cut:
    episodes = part.episodes.newest_first()
    if part.per_page is None:
        return _Cut(episodes=episodes, page=1, pages=1)
    begin = (page - 1) * part.per_page
    return _Cut(
        episodes=episodes[begin : begin + part.per_page], page=page, pages=_pages(part, part.per_page)
    )


def _pages(part: Slice, per_page: int) -> int:
    return max(1, -(-part.episodes.count() // per_page))


def _page_number(request: HttpRequest, part: Slice) -> int:
    """Raises Http404 for a page that is not there."""
    text = request.GET.get("page", "1")
    if text == "1":
        return 1
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    if part.per_page is None or not 1 < number <= _pages(part, part.per_page) or text != str(number):
        raise Http404("The feed has no such page.")
    return number


def _explained(request: HttpRequest, show: Show, part: Slice) -> HttpResponse:
    """Feeds are addresses to copy, not pages to read: said on a page, since browsers stop styling XML."""
    newest = part.episodes.newest_first().for_list()
    context = {
        "part": part,
        "address": show.absolute(part.path),
        "newest": newest[:NEWEST],
        "total": part.episodes.count(),
        "links": show.subscribe_links.all(),
    }
    response = render(request, "episodes/feed.html", context)
    response["Vary"] = VARY
    return response
