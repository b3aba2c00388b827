"""Public pages speak the show's language; the hosts' desk and everything for machines alone speak English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from episodes.languages import language_of
from episodes.shows import NoShow, show_for

# They need no show: to look for one would cost a query, or fail where they must not.
WORDLESS: Final = {"healthz", "readyz", "favicon", "media"}


class ShowLanguageMiddleware:
    """Once it is known which view answers: the show is found for it, and remembered with the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            translation.deactivate()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        if request.path.startswith("/admin/") or (match and match.view_name in WORDLESS):
            return
        try:
            translation.activate(language_of(show_for(request)))
        except (NoShow, SuspiciousOperation, DatabaseError):
            translation.deactivate()  # the view meets the same, and has an answer to it
