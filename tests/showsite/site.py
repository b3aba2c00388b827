"""The whole site as a server runs it, with pages that are kept: asked by WSGI, as gunicorn does."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.wsgi import get_wsgi_application

from showsite.kept.serving import KeptPages
from showsite.kept.shelf import Shelf
from showsite.kept.stamps import Watch


class Said(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name):
        return self.headers[name.lower()]

    @property
    def text(self):
        return self.body.decode()


class Site:
    """A process of a server. It looks for changes when told to, and not by itself (unless ``seconds`` says so)."""

    def __init__(self, *, most=64 * 1024**2, seconds=3600):
        self.asked = []  # what was not answered from what is kept
        self.inner = get_wsgi_application()
        self.shelf, self.watch = Shelf(most), Watch(seconds)
        self.kept = KeptPages(self._ask, self.shelf, self.watch)

    def _ask(self, environ, start_response):
        self.asked.append(environ)
        return self.inner(environ, start_response)

    def get(self, path, *, method="GET", app=None, **headers):
        status, said = "", []

        def start(*answer):
            nonlocal status, said
            status, said = answer[:2]

        content = (app or self.kept)(environ(path, method, headers), start)
        body = b"".join(content)
        if hasattr(content, "close"):
            content.close()
        names = [name.lower() for name, _ in said]
        assert len(names) == len(set(names)) or "set-cookie" in names, said
        return Said(int(status[:3]), {name.lower(): value for name, value in said}, body)

    def made(self, path, **headers):
        """The answer of the site without anything kept."""
        return self.get(path, app=self.inner, **headers)


def environ(path, method, headers):
    address, _, query = path.partition("?")
    named = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **named,
    }
