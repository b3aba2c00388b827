"""Counts how often short links are followed: without cookies, and without keeping anything of who followed them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from downloads.agents import identify
from downloads.known_agents import agent_lists
from downloads.plays import is_ahead
from episodes.shows import show_for
from shortlinks.models import Use

log = logging.getLogger(__name__)

COUNTED = ("shortlinks:go", "episodes:short")


class CountShortLinks:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.view_name in COUNTED and response.status_code == 302:
            _count(request, str(next(iter(match.kwargs.values()))).lower())
        return response


def _count(request: HttpRequest, word: str) -> None:
    """A visit of a person's browser. Whatever goes wrong here, the visitor goes on."""
    if request.method != "GET" or is_ahead(request):
        return
    try:
        agent = request.headers.get("User-Agent", "")[:500]
        if identify(agent_lists(), agent, "", False) is None:
            return
        show = show_for(request)
        with transaction.atomic():
            Use.add(show, word, timezone.now().astimezone(ZoneInfo(show.time_zone)).date())
    except DatabaseError:
        log.exception("The use of a short link was not counted.")
