"""The sitemap of the show that is asked, with the show's own address in every line: an index, and a file a section.

https://www.sitemaps.org/protocol.html, with the image extension.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib.sitemaps import Sitemap
from django.contrib.sites.requests import RequestSite
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from episodes.archive import topics_of, voices_of
from episodes.models import Episode, Segment, Show
from episodes.notes.document import SegmentKind
from episodes.shows import show_for
from transcripts.models import Transcript

PER_FILE: Final = 5000
PAGES: Final = (
    "home",
    "episodes:archive",
    "episodes:people",
    "episodes:topics",
    "episodes:links",
    "episodes:sponsors",
)


class ShowPages(Sitemap[Any]):
    """Pages that belong to no episode."""

    limit = PER_FILE

    def __init__(self, show: Show) -> None:
        self.show = show

    def items(self) -> list[Any]:
        pages = [reverse(name) for name in PAGES]
        return [*pages, *voices_of(self.show).order_by("pk"), *topics_of(self.show).order_by("pk")]

    def location(self, item: Any) -> str:
        return item if isinstance(item, str) else str(item.get_absolute_url())


class EpisodePages(Sitemap[Any]):
    limit = PER_FILE

    def __init__(self, show: Show) -> None:
        self.show = show

    def items(self) -> QuerySet[Any]:
        return self.show.episodes.published().newest_first().defer("notes", "notes_html", "search_vector")

    def lastmod(self, item: Episode) -> datetime | None:
        return item.changed_at

    def image(self, item: Any) -> str:
        """The picture of a page."""
        return self.show.absolute(item.card_url)


class TranscriptPages(EpisodePages):
    def items(self) -> QuerySet[Any]:
        return super().items().filter(pk__in=Transcript.objects.filter(chosen=True).values("episode"))

    def location(self, item: Episode) -> str:
        return item.transcript_url

    def image(self, item: Any) -> str:
        return ""


class SegmentPages(EpisodePages):
    def items(self) -> QuerySet[Any]:
        public = self.show.episodes.published()
        topics = Segment.objects.filter(episode__in=public, kind=SegmentKind.TOPIC).select_related("episode")
        return topics.order_by("-episode__published_at", "order").only(
            "slug", "kind", "title", "episode__number", "episode__slug", "episode__changed_at"
        )

    def location(self, item: Segment) -> str:
        return item.page_url

    def lastmod(self, item: Any) -> datetime | None:
        return super().lastmod(item.episode)


SECTIONS: Final[dict[str, Callable[[Show], Sitemap[Any]]]] = {
    "pages": ShowPages,
    "episodes": EpisodePages,
    "transcripts": TranscriptPages,
    "segments": SegmentPages,
}


class ShowSite(RequestSite):
    """What Django's sitemaps ask of a site, answered by the show and not by the Host header."""

    def __init__(self, domain: str) -> None:
        self.domain = self.name = domain


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    files = [
        {
            "location": show.absolute(reverse("sitemap-section", args=[name]))
            + (f"?p={page}" if page > 1 else "")
        }
        for name, section in SECTIONS.items()
        for page in section(show).paginator.page_range
    ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    show = show_for(request)
    if section not in SECTIONS:
        raise Http404("No such section.")
    pages = SECTIONS[section](show)
    protocol, _, domain = show.site_address.partition("://")
    try:
        urls = pages.get_urls(page=request.GET.get("p", 1), site=ShowSite(domain), protocol=protocol)
    except InvalidPage as error:
        raise Http404("No such page.") from error
    image = getattr(pages, "image", lambda item: "")
    entries = [{**url, "image": image(url["item"])} for url in urls]
    return TemplateResponse(request, "sitemap.xml", {"urlset": entries}, content_type="application/xml")
