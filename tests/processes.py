"""Real processes of the site, as other machines would run them: against the database and the storage of the tests."""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from showsite.engines import Service
from showsite.engines.service import free_ports, spawn
from showsite.health import is_healthy

ROOT = Path(__file__).resolve().parent.parent


class Machine:
    """A web server on a port of its own."""

    def __init__(self, port: int, service: Service) -> None:
        self.port = port
        self.service = service

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body; a connection of its own, and no redirect is followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request(method, path, body, {"Host": "localhost", **named})
            answer = link.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            link.close()

    def text(self, path: str) -> str:
        return self.ask(path)[2].decode()


def database_url(user: str = "", password: str = "") -> str:
    """That of this test's own database, for another process."""
    parts = urlsplit(settings.DATABASE_URL)
    login = f"{user}:{password}" if user else parts.netloc.rpartition("@")[0]
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{login}@{place}", path=f"/{connection.settings_dict['NAME']}"))


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "STATIC_STORAGE": "plain",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


@contextmanager
def machine(log: Path, root: Path = ROOT, workers: int = 1, **more: str) -> Iterator[Machine]:
    [port] = free_ports(1)
    env = environment(PORT=str(port), HOST="127.0.0.1", WEB_CONCURRENCY=str(workers), **more)
    command = [sys.executable, "-m", "gunicorn", "--config=python:showsite.gunicorn_conf", "showsite.wsgi"]
    service = Service(
        name="The web server",
        process=spawn(command, cwd=root, env={**env, "PWD": str(root)}, log=log),
        answers=lambda: is_healthy("127.0.0.1", port),
        log=log,
    )
    try:
        service.wait()
        yield Machine(port, service)
    finally:
        service.stop()


@contextmanager
def worker(log: Path, root: Path = ROOT, **more: str) -> Iterator[Service]:
    """The worker for background tasks."""
    command = [sys.executable, "manage.py", "db_worker", "--interval=0.2", "--no-startup-delay"]
    process = spawn(command, cwd=root, env=environment(**more), log=log)
    service = Service(name="The worker", process=process, answers=lambda: True, log=log)
    try:
        yield service
    finally:
        service.stop()


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come to pass."
        time.sleep(0.05)
