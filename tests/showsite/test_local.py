"""`make run`: what it refuses before anything is started, and what it tells the site's processes."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from showsite import local
from showsite.engines import Service, ServiceError
from showsite.engines.relay import Relay
from tests.local_server import local_server


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith((*local.REMEMBERED, "DATABASE"))]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(local, "LOCAL", tmp_path)


def test_a_taken_port_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(
            ServiceError, match=rf"127\.0\.0\.1:{port} cannot be used .*choose one with PORT="
        ):
            local.chosen_address()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "²"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, port: str):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ServiceError, match="is no port"):
        local.chosen_address()


def test_a_second_run_in_one_folder_is_refused():
    with local.only_one_here(), pytest.raises(ServiceError, match="already runs"), local.only_one_here():
        pass


def test_the_secret_key_is_made_once():
    first, second = local.local_settings("127.0.0.1", 8000), local.local_settings("127.0.0.1", 8000)
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY"] == second["SECRET_KEY"]


def test_what_was_given_wins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "show.example")
    assert local.local_settings("127.0.0.1", 8000)["ALLOWED_HOSTS"] == "show.example"


def test_a_given_database_and_storage_are_used_as_they_are():
    given = {"DATABASE_URL": "postgresql://elsewhere/show", "S3_ENDPOINT_URL": "https://s3.example"}
    with contextlib.ExitStack() as services:
        assert local.start_engines(services, given) == []


def test_the_settings_are_left_for_other_terminals_and_for_nobody_else(tmp_path: Path):
    local.remember({"SECRET_KEY": "k", "S3_BUCKET": "b", "PATH": "/bin"})
    file = tmp_path / "env"
    assert file.read_text() == "SECRET_KEY=k\nS3_BUCKET=b\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_opened_to_the_network_site_and_store_are_reached_by_the_same_address(monkeypatch):
    monkeypatch.setattr(local, "outward_address", lambda: "10.0.0.7")
    storage = Service(
        name="S3", process=None, answers=lambda: True, environment={"S3_ENDPOINT_URL": "http://127.0.0.1:9"}
    )
    environment = local.local_settings("0.0.0.0", 8000)

    with contextlib.ExitStack() as services:
        local.open_to_the_network(services, environment, storage)

    host = urlsplit(environment["SITE_ADDRESS"]).hostname
    assert urlsplit(environment["S3_PUBLIC_ENDPOINT_URL"]).hostname == host
    assert host in environment["ALLOWED_HOSTS"].split(",")


def test_on_this_machine_alone_the_store_stays_where_it_is():
    storage = Service(
        name="S3", process=None, answers=lambda: True, environment={"S3_ENDPOINT_URL": "http://127.0.0.1:9"}
    )
    environment = local.local_settings("127.0.0.1", 8000)

    with contextlib.ExitStack() as services:
        local.open_to_the_network(services, environment, storage)

    assert "S3_PUBLIC_ENDPOINT_URL" not in environment


def test_what_passes_through_the_relay_arrives_whole():
    with local_server() as server:
        server.page("/file", bytes(range(256)) * 20_000)
        relay = Relay(server.port, "127.0.0.1")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{relay.port}/file") as answer:
                assert answer.read() == bytes(range(256)) * 20_000
        finally:
            relay.stop()


def test_a_relay_to_nowhere_hangs_up():
    relay = Relay(9, "127.0.0.1")
    try:
        with pytest.raises(http.client.RemoteDisconnected):
            urllib.request.urlopen(f"http://127.0.0.1:{relay.port}/", timeout=5)
    finally:
        relay.stop()
