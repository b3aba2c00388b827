"""The hosts' desk lives in the time zone of the show."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from episodes.models import Show


class DeskTimeZoneMiddleware:
    """Times in the admin are typed and read in the show's time zone; with several shows, in that of the first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        zone = Show.objects.order_by("pk").values_list("time_zone", flat=True).first()
        with timezone.override(zone):
            return self.get_response(request)
