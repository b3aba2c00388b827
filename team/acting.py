"""Whose work it is: told to the database, whose triggers write it into the log beside each change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

from team.log import forget_old_acts

SAFE: Final = {"GET", "HEAD", "OPTIONS", "TRACE"}
TELL: Final = "SELECT set_config('showsite.actor', %s, false)"


class ActingMiddleware:
    """Only where somebody who is signed in may be about to change something: listeners cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(request.user.get_username()):
            response = self.get_response(request)
        if settings.LOG_KEPT:
            forget_old_acts(settings.LOG_KEPT)
        return response


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What changes inside is somebody's: until the end, on this thread's connection."""
    _tell(name)
    try:
        yield
    finally:
        try:
            _tell("")
        except DatabaseError:
            # A connection that cannot be told must not go on under a name that is no longer right.
            if not connection.in_atomic_block:
                connection.close()


def _tell(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, [name])
