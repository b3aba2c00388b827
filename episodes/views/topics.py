"""What a show is about."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from episodes.archive import topics_of
from episodes.pages import page_of
from episodes.shows import show_for

PER_PAGE = 50


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "episodes/topics.html", {"topics": topics_of(show_for(request))})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    show = show_for(request)
    topic = get_object_or_404(show.topics, slug=slug)
    episodes = show.episodes.published().filter(topics=topic)
    page = page_of(request, episodes.newest_first().for_list(), PER_PAGE)
    if not page.object_list:
        raise Http404("No episode is about it yet.")
    return render(request, "episodes/topic.html", {"topic": topic, "page": page})
