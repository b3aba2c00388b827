"""What happens to every request before and after the site itself: an id, a line in the log, no body for HEAD."""

from __future__ import annotations

import logging
import random
import re
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
# In the environment of a request whose answer will be logged by whoever asked for it.
QUIETLY = "showsite.quietly"


class RequestMiddleware:
    """Gives each request an id, so that the lines of a log that belong together can be told, and logs it.

    The path is logged without its query: that may hold what is nobody's business, as may a part of the path that opens
    a private page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        identity = begin(request.headers.get("X-Request-ID", ""))
        began = time.perf_counter()
        response = self.get_response(request)
        if QUIETLY not in request.META:
            seconds, view = time.perf_counter() - began, metrics.view_of(request)
            log_answer(request.method, loggable_path(request), response.status_code, seconds, view)
            metrics.count_request(request, response.status_code, seconds)
        response["X-Request-ID"] = identity
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""  # the length of what GET would send stays in its header
        return response


def begin(given: str) -> str:
    """The id of the request that begins: the one ``given`` by a server in front, or a new one."""
    # An id is no secret, and to ask the system for one costs a process with many threads a change of threads.
    identity = given if ACCEPTED.fullmatch(given) else f"{random.getrandbits(64):016x}"
    request_id.set(identity)  # and not reset: Django logs errors of this request when we are done
    return identity


def log_answer(method: str | None, path: str, status: int, seconds: float, view: str) -> None:
    level = logging.DEBUG if path in QUIET and status < 500 else logging.INFO
    milliseconds = round(1000 * seconds)
    fields = {"method": method, "path": path, "view": view, "status": status, "milliseconds": milliseconds}
    log.log(level, "%s %s %s %s ms", method, path, status, milliseconds, extra=fields)


def loggable_path(request: HttpRequest) -> str:
    """The path, with a part that is a key to something replaced by its name."""
    found = request.resolver_match
    token = found.kwargs.get("token") if found else None
    return request.path.replace(str(token), "token") if token else request.path
