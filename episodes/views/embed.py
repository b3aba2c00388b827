"""The player for other people's pages, and how their software finds it (https://oembed.com)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from episodes.models import Episode, Show
from episodes.rundown import Item, Rundown, rundown
from episodes.shows import show_for

THEMES: Final = ("light", "dark")
WIDTH: Final = 640
HEIGHT: Final = 260
NARROWEST: Final = 240
# Pages that can be embedded, by the names of their addresses.
EMBEDDED: Final = {"episodes:detail", "episodes:segment", "episodes:short", "transcripts:detail"}


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, address: str, slug: str, segment: str = "") -> HttpResponse:
    """Only what is published: whoever frames a page may be anybody."""
    show = show_for(request)
    episode = _public(show, address)
    runs = rundown(episode)
    item = _item(runs, segment)
    if request.path != _path(episode, item):
        return redirect(_path(episode, item), permanent=True)
    theme = request.GET.get("theme", "")
    context = {
        "episode": episode,
        "rundown": runs,
        "item": item,
        "theme": theme if theme in THEMES else "",
    }
    return render(request, "episodes/embed.html", context)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What to put into a page for one of our addresses. Raises Http404 for any other."""
    show = show_for(request)
    runs, item = _asked(show, request.GET.get("url", ""))
    form = request.GET.get("format", "json")
    answer = _answer(show, runs, item, _size(request, "maxwidth", WIDTH))
    if form == "json":
        response: HttpResponse = JsonResponse(answer)
    elif form == "xml":
        response = HttpResponse(content_type="text/xml; charset=utf-8")
        _write_xml(response, answer)
    else:
        return HttpResponse("json or xml", status=501, content_type="text/plain")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _asked(show: Show, url: str) -> tuple[Rundown, Item | None]:
    if not url.startswith(f"{show.site_address}/"):
        raise Http404("Not an address of this show.")
    try:
        match = resolve(urlsplit(url).path)
    except (Resolver404, ValueError) as error:
        raise Http404("No such page.") from error
    if match.view_name not in EMBEDDED:
        raise Http404("Nothing to play there.")
    address = match.kwargs.get("address") or str(match.kwargs["number"])
    runs = rundown(_public(show, address))
    return runs, _item(runs, match.kwargs.get("segment", ""))


def _public(show: Show, address: str) -> Episode:
    episode = show.episodes.published().with_audio().by_address(address).for_page().first()
    if episode is None:
        raise Http404("No such episode.")
    episode.show = show
    return episode


def _item(runs: Rundown, slug: str) -> Item | None:
    if not slug:
        return None
    item = next((item for item in runs.items if item.segment.slug == slug and item.segment.has_page), None)
    if item is None:
        raise Http404("No such segment.")
    return item


def _path(episode: Episode, item: Item | None) -> str:
    return item.segment.embed_url if item else episode.embed_url


def _size(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else usual
    return max(NARROWEST, min(usual, wanted))


def _answer(show: Show, runs: Rundown, item: Item | None, width: int) -> dict[str, Any]:
    episode = runs.episode
    title = f"{item.title} ({episode})" if item else str(episode)
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": show.title,
        "provider_url": show.absolute("/"),
        "title": title,
        "author_name": show.author or show.title,
        "html": frame(show.absolute(_path(episode, item)), title, width),
        "width": width,
        "height": HEIGHT,
        "thumbnail_url": show.absolute(item.segment.card_url if item else episode.card_url),
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "cache_age": 86400,
    }


def frame(address: str, title: str, width: int = WIDTH) -> str:
    """What somebody puts into a page."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" allow="autoplay" '
        'style="border:0;max-width:100%"></iframe>',
        address,
        title,
        width,
        HEIGHT,
    )


def _write_xml(response: HttpResponse, answer: dict[str, Any]) -> None:
    xml = XMLGenerator(response, "utf-8", short_empty_elements=False)
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in answer.items():
        xml.startElement(name, AttributesImpl({}))
        xml.characters(str(value))
        xml.endElement(name)
    xml.endElement("oembed")
    xml.endDocument()
