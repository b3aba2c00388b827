"""The server's configuration, read by gunicorn itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def settings(**environment: str) -> dict[str, str]:
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config=python:showsite.gunicorn_conf",
        "--print-config",
        "showsite.wsgi",
    ]
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True, text=True
    )
    pairs = (line.split("=", 1) for line in run.stdout.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}


@pytest.mark.parametrize(
    ("host", "bound"), [("127.0.0.1", "['127.0.0.1:8123']"), ("::1", "['[::1]:8123']")], ids=["v4", "v6"]
)
def test_it_listens_where_it_is_told(host: str, bound: str):
    found = settings(HOST=host, PORT="8123")
    assert found["bind"] == bound


def test_no_client_may_say_what_it_was_forwarded_from():
    found = settings()
    assert (found["forwarded_allow_ips"], found["forwarder_headers"]) == ("[]", "[]")


def test_there_are_as_many_processes_as_cores_unless_it_is_told_otherwise(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)

    assert settings()["workers"] == str(len(os.sched_getaffinity(0)))
    assert settings(WEB_CONCURRENCY="3")["workers"] == "3"
