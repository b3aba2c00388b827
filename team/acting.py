"""Tells the database whose request it is, where something may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from episodes.acting import acting_as
from team.log import forget_old_acts

SAFE: Final = {"GET", "HEAD", "OPTIONS", "TRACE"}


class ActingMiddleware:
    """Only at the desk, where somebody may be about to change something: listeners cost nothing, and on the public
    site a host is nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_act = request.method not in SAFE and request.path.startswith(reverse("admin:index"))
        if not is_act or not request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(request.user.get_username()):
            response = self.get_response(request)
        if settings.LOG_KEPT:
            forget_old_acts(settings.LOG_KEPT)
        return response
