"""All episodes of a show, by year, or those that a listener asks for."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from episodes.archive import Filter, shelves, topics_of, voices_of, years
from episodes.pages import page_of
from episodes.shows import show_for

PER_PAGE = 100


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    zone = ZoneInfo(show.time_zone)
    wanted = Filter.asked(request.GET)
    episodes = wanted.of(show.episodes.published())
    known = years(episodes, zone, PER_PAGE)
    page = page_of(request, episodes.newest_first().for_list(), PER_PAGE)
    context = {
        "page": page,
        "years": known,
        "shelves": shelves(page.object_list, known, zone),
        "wanted": wanted,
        "topics": topics_of(show),
        "people": voices_of(show),
    }
    return render(request, "episodes/archive.html", context)
