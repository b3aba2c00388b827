"""Faults reach Sentry, and traces a collector, from real processes; who a listener is reaches neither."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from django.core.exceptions import ImproperlyConfigured

from showsite import reporting
from tests.factories import EpisodeFactory
from tests.local_server import LocalServer, local_server
from tests.processes import ROOT, machine, wait_for, worker

LISTENER = {
    "X_Forwarded_For": "198.51.100.9",
    "User_Agent": "AntennaPod/3.4.0 of-somebody",
    "Cookie": "sessionid=abc-of-somebody",
}


@pytest.fixture
def collector():
    with local_server() as server:
        for path in ("/api/1/envelope/", "/v1/traces"):
            server.page(path, b"{}", "application/json")
        yield server


def envelopes(server: LocalServer) -> list[dict]:
    """The events that Sentry's library sent."""
    lines = [
        line
        for path, body in server.posted
        if path.startswith("/api/1/envelope")
        for line in plain(body).splitlines()
    ]
    found = [json.loads(line) for line in lines if line.startswith(b"{")]
    return [event for event in found if "exception" in event]


def dsn(server: LocalServer) -> str:
    return f"http://public@127.0.0.1:{server.port}/1"


def break_the_site() -> None:
    """A row that no page can be made of: the show's time zone is none."""
    from episodes.models import Show

    Show.objects.update(time_zone="Nowhere/Atall")


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_a_page_reaches_sentry_without_the_listener(tmp_path: Path, collector):
    EpisodeFactory(show__host_name="localhost")
    break_the_site()
    with machine(tmp_path / "log", SENTRY_DSN=dsn(collector), SENTRY_ENVIRONMENT="trial") as site:
        assert site.ask("/search/?q=of-somebody", **LISTENER)[0] == 500
        wait_for(lambda: envelopes(collector))
    [event] = envelopes(collector)

    assert event["exception"]["values"][-1]["type"] == "ZoneInfoNotFoundError"
    assert event["environment"] == "trial"
    assert event["request"] == {"url": "http://localhost/search/", "method": "GET"}
    said = json.dumps(event)
    assert "198.51.100.9" not in said
    assert "of-somebody" not in said


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_worker_reaches_sentry(tmp_path: Path, collector):
    from django_tasks_db.models import DBTaskResult

    from transcripts.finding import find_chapters_of

    find_chapters_of.enqueue(1)
    DBTaskResult.objects.update(args_kwargs={"args": [], "kwargs": {"nonsense": 1}})
    with worker(tmp_path / "log", SENTRY_DSN=dsn(collector)):
        wait_for(lambda: envelopes(collector))

    assert envelopes(collector)[0]["exception"]["values"][-1]["type"] == "TypeError"


@pytest.mark.django_db(transaction=True)
def test_traces_of_a_page_and_its_queries_reach_the_collector_without_the_listener(tmp_path: Path, collector):
    EpisodeFactory(show__host_name="localhost")
    endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    with machine(tmp_path / "log", **endpoint) as site:
        assert site.ask("/search/?q=of-somebody", **LISTENER)[0] == 200
        wait_for(lambda: any(b"GET search/" in body for _, body in sent(collector)))
    said = b"".join(body for _, body in sent(collector))

    assert b"showsite" in said  # the name of the service
    assert b"SELECT" in said
    assert b"198.51.100.9" not in said
    assert b"AntennaPod" not in said


def sent(server: LocalServer) -> list[tuple[str, bytes]]:
    return [
        (path, gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
        for path, body in server.posted
        if path == "/v1/traces"
    ]


def plain(body: bytes) -> bytes:
    """Sentry's library compresses with what it finds."""
    return body if body.startswith(b"{") else brotli.decompress(body)


@pytest.mark.parametrize(
    ("name", "value", "module"),
    [
        ("SENTRY_DSN", "https://public@sentry.example/1", "sentry_sdk"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", "opentelemetry"),
    ],
)
def test_what_is_asked_for_and_not_installed_is_said_at_the_start(settings, monkeypatch, name, value, module):
    setattr(settings, name, value)
    monkeypatch.setattr(reporting, "find_spec", lambda wanted: None)

    with pytest.raises(ImproperlyConfigured, match=f"{name}.*{module}.*requirements-watching.txt"):
        reporting.start()


def test_neither_library_is_loaded_where_nothing_is_asked_for():
    code = (
        "import django, sys; django.setup(); "
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'sentry_sdk', 'opentelemetry'}))"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "showsite.settings"}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True)

    assert run.stdout == b"[]\n"
