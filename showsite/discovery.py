"""What machines ask a site before they read it: where things are, how to search, what to call it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from episodes.shows import show_for

NEWEST = 50
TEXT = "text/plain; charset=utf-8"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = show_for(request).absolute(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search the show from its own address bar: https://github.com/dewitt/opensearch."""
    return render(
        request, "opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8"
    )


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """How the site is called and drawn on a home screen: https://www.w3.org/TR/appmanifest/."""
    show = show_for(request)
    document = {
        "name": show.title,
        "short_name": show.title[:30],
        "description": show.tagline,
        "lang": show.language,
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": [{"src": static("img/favicon.svg"), "type": "image/svg+xml", "sizes": "any"}],
    }
    return JsonResponse(document, content_type="application/manifest+json")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The show in a page of Markdown, for language models: https://llmstxt.org."""
    show = show_for(request)
    episodes = show.episodes.published().newest_first().with_transcript_flag()[:NEWEST]
    context = {"newest": episodes, "total": show.episodes.published().count()}
    return render(request, "llms.txt", context, content_type=TEXT)
