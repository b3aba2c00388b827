"""Answers from what is kept, before Django: no session, no database, no middleware.

What is kept is made for nobody: the site is asked by a request that holds an address and nothing else, so that no
header, cookie or unknown parameter of whoever asked first can reach the others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error
from django.http.request import split_domain_port

from episodes.feeds.responses import accepted
from episodes.shows import REVISION
from showsite import metrics
from showsite.kept.addresses import rule_of
from showsite.kept.page import Answer, Made, Page
from showsite.kept.shelf import Shelf
from showsite.kept.stamps import Stamp, Watch
from showsite.logs import request_id
from showsite.requests import QUIETLY, begin, log_answer

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

READING: Final = ("GET", "HEAD")
# What a request needs to be one.
BARE: Final[tuple[str, ...]] = (
    "SCRIPT_NAME",
    "PATH_INFO",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "HTTP_HOST",
    "wsgi.version",
    "wsgi.errors",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
)
LOCKS: Final = 64
# Seconds without a look at what is new, after which a kept page counts as stale.
OVERDUE: Final = 2.0


class Asked(NamedTuple):
    """``key`` names the page, ``stamp`` how new it has to be, ``view`` what makes it."""

    key: tuple[Any, ...]
    stamp: Stamp
    view: str
    path: str
    query: str
    scheme: str
    document: bool


class KeptPages:
    def __init__(self, app: Application, shelf: Shelf, watch: Watch) -> None:
        self.app, self.shelf, self.watch = app, shelf, watch
        # A stampede makes a page once: whoever comes second waits for the first.
        self._making = [threading.Lock() for _ in range(LOCKS)]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        asked = self._asked(environ) if method in READING else None
        if asked is None:
            return self.app(environ, start_response)
        began, identity = time.perf_counter(), begin(environ.get("HTTP_X_REQUEST_ID", ""))
        page = self._found(asked) or self._made_once(asked, environ)
        if page is None or (isinstance(page, Page) and page.is_empty):
            return self.app(environ, start_response)
        status, headers, body = page if isinstance(page, Made) else self._answer(page, asked, environ)
        seconds, code = time.perf_counter() - began, int(status[:3])
        log_answer(method, asked.path, code, seconds, asked.view)
        metrics.count_answer(asked.view, code, seconds, environ.get("HTTP_USER_AGENT", ""))
        start_response(status, [*headers, ("X-Request-ID", identity)])
        return [] if method == "HEAD" else [body]

    def _asked(self, environ: Environ) -> Asked | None:
        """None for what is not kept, and for what Django refuses."""
        request = WSGIRequest(environ)
        found = rule_of(request.path_info)
        if found is None:
            return None
        view, rule = found
        query = rule.query(environ.get("QUERY_STRING", ""))
        stamp = self._stamp(request)
        if query is None or stamp is None:
            return None
        document = rule.by_destination and environ.get("HTTP_SEC_FETCH_DEST") == "document"
        scheme = request.scheme or "http"
        key = (stamp.show, scheme, request.path, query, document)
        return Asked(key, stamp, view, request.path, query, scheme, document)

    def _stamp(self, request: WSGIRequest) -> Stamp | None:
        try:
            return self.watch.shows.stamp(split_domain_port(request.get_host())[0])
        except (DisallowedHost, Error):
            return None

    def _found(self, asked: Asked) -> Page | None:
        page = self._kept(asked)
        if page is not None:
            age = self.watch.age
            metrics.kept_hit() if age < OVERDUE else metrics.kept_stale(age)
        return page

    def _kept(self, asked: Asked) -> Page | None:
        page = self.shelf.get(asked.key)
        return page if page is not None and page.stamp == asked.stamp else None

    def _made_once(self, asked: Asked, environ: Environ) -> Page | Made | None:
        """None for what the site has to answer by itself."""
        with self._making[hash(asked.key) % LOCKS]:
            kept = self._kept(asked)
            if kept is not None:
                metrics.kept_waited()
            page = kept or self._made(asked, environ)
        if isinstance(page, Made):
            # What is not there for the public may be there for a host who has signed in.
            return None if f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "") else page
        return page

    def _made(self, asked: Asked, environ: Environ) -> Page | Made:
        bare: Environ = {name: environ[name] for name in BARE if name in environ}
        bare |= {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": asked.query,
            "HTTP_X_REQUEST_ID": request_id.get(),
            "wsgi.url_scheme": asked.scheme,
            "wsgi.input": BytesIO(),
            QUIETLY: True,
            REVISION: (asked.stamp.show, asked.stamp.revision),
        }
        if asked.document:
            bare["HTTP_SEC_FETCH_DEST"] = "document"
        began = time.perf_counter()
        made = ask(self.app, bare)
        if not made.may_be_kept:
            return made
        page = Page(made, asked.stamp)
        page.make_form(accepted(environ.get("HTTP_ACCEPT_ENCODING", "")))
        metrics.kept_made(time.perf_counter() - began)
        self._put(asked, page)
        return page

    def _put(self, asked: Asked, page: Page) -> None:
        dropped = self.shelf.put(asked.key, page)
        metrics.kept_now(len(self.shelf), self.shelf.bytes, dropped)

    def _answer(self, page: Page, asked: Asked, environ: Environ) -> Answer:
        encoding = accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        condition = environ.get("HTTP_IF_NONE_MATCH", "")
        unchanged = page.unchanged(condition, encoding) if condition else None
        return unchanged or page.form(encoding) or self._form(page, encoding, asked)

    def _form(self, page: Page, encoding: str, asked: Asked) -> Answer:
        with self._making[hash(asked.key) % LOCKS]:
            answer = page.form(encoding) or page.make_form(encoding)
            if self.shelf.get(asked.key) is page:
                self._put(asked, page)  # it has become larger
        return answer


def ask(app: Application, environ: Environ) -> Made:
    said: list[Any] = []
    content = app(environ, lambda status, headers, exc_info=None: said.extend((status, headers)))
    try:
        body = b"".join(content)
    finally:
        if (close := getattr(content, "close", None)) is not None:
            close()
    headers = [header for header in said[1] if header[0] != "X-Request-ID"]
    return Made(said[0], headers, body)
