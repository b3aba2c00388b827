"""The sitemap of the show that is asked, with the show's own address in every line."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sites.requests import RequestSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from episodes.models import Episode, Show
from episodes.shows import show_for
from transcripts.models import Transcript


class ShowPages(Sitemap[str]):
    def __init__(self, show: Show) -> None:
        self.show = show

    def items(self) -> list[str]:
        return ["home", "episodes:archive"]

    def location(self, item: str) -> str:
        return reverse(item)


class EpisodePages(Sitemap[Episode]):
    limit = 5000

    def __init__(self, show: Show) -> None:
        self.show = show

    def items(self) -> QuerySet[Episode]:
        return self.show.episodes.published().newest_first().defer("notes", "notes_html", "search_vector")

    def lastmod(self, item: Episode) -> datetime | None:
        return item.published_at


class TranscriptPages(EpisodePages):
    def items(self) -> QuerySet[Episode]:
        return super().items().filter(pk__in=Transcript.objects.filter(chosen=True).values("episode"))

    def location(self, item: Episode) -> str:
        return item.transcript_url


class ShowSite(RequestSite):
    """What Django's sitemaps ask of a site, answered by the show and not by the Host header."""

    def __init__(self, domain: str) -> None:
        self.domain = self.name = domain


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    protocol, _, domain = show.site_address.partition("://")
    site = ShowSite(domain)
    urls = [
        entry
        for pages in (ShowPages(show), EpisodePages(show), TranscriptPages(show))
        for entry in pages.get_urls(site=site, protocol=protocol)
    ]
    return TemplateResponse(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")
