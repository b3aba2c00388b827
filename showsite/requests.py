"""What happens to every request before and after the site itself: an id, a line in the log, no body for HEAD."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from showsite import metrics
from showsite.logs import request_id

log = logging.getLogger("showsite.requests")

# A front server's id is kept where it cannot break a line of the log.
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked every few seconds by machines, and of no interest while they are well.
QUIET = {"/healthz", "/readyz", "/metrics"}


class RequestMiddleware:
    """Gives each request an id, so that the lines of a log that belong together can be told, and logs it.

    The path is logged without its query: that may hold what is nobody's business, as may a part of the path that opens
    a private page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        identity = given if ACCEPTED.fullmatch(given) else secrets.token_hex(8)
        request_id.set(identity)  # and not reset: Django logs errors of this request when we are done
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        _log(request, response, seconds)
        metrics.count_request(request, response.status_code, seconds)
        response["X-Request-ID"] = identity
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""  # the length of what GET would send stays in its header
        return response


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    level = logging.DEBUG if request.path in QUIET and response.status_code < 500 else logging.INFO
    path, milliseconds = loggable_path(request), round(1000 * seconds)
    fields = {
        "method": request.method,
        "path": path,
        "view": metrics.view_of(request),
        "status": response.status_code,
        "milliseconds": milliseconds,
    }
    message = "%s %s %s %s ms"
    log.log(level, message, request.method, path, response.status_code, milliseconds, extra=fields)


def loggable_path(request: HttpRequest) -> str:
    """The path, with a part that is a key to something replaced by its name."""
    found = request.resolver_match
    token = found.kwargs.get("token") if found else None
    return request.path.replace(str(token), "token") if token else request.path
