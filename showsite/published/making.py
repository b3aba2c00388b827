"""A document as the site itself answers with it: there is one way in which bytes are made."""

from __future__ import annotations

import hashlib
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from django.http import HttpResponse

from episodes.storage import PublicFile
from showsite.published.documents import Document
from showsite.requests import QUIETLY

# The site answers, and has no document there: a feed that has moved away, an episode that was just withdrawn.
NOTHING_THERE: Final = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
}


class NotMade(Exception):
    """The site has no answer: a fault, or a host name that it does not know."""


def make(document: Document) -> PublicFile | None:
    """What everybody gets who asks for a document without compression; None where nothing is there."""
    with transaction.atomic():  # then no replica is read, which may not have heard of the change
        response = _site().get_response(WSGIRequest(_environ(document)))
    if response.status_code in NOTHING_THERE:
        return None
    if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        raise NotMade(f"{document.show.absolute(document.path)} answered {response.status_code}.")
    return PublicFile(
        content=response.content,
        media_type=response["Content-Type"],
        cache_control=response.get("Cache-Control", ""),
    )


def digest_of(file: PublicFile) -> str:
    headers = repr((file.media_type, file.cache_control, file.encoding))
    return hashlib.sha256(headers.encode() + file.content).hexdigest()


@cache
def _site() -> BaseHandler:
    """Asked without the signals of a request, which would close the connection and free the lock that it holds."""
    return WSGIHandler()


def _environ(document: Document) -> dict[str, Any]:
    """A request of nobody in particular."""
    show = document.show
    site = urlsplit(show.site_address)
    port = f":{site.port}" if site.port else ""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(document.path).decode("latin-1"),
        "QUERY_STRING": document.query,
        "SERVER_NAME": show.host_name,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": show.host_name + port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else site.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        QUIETLY: True,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return environ
