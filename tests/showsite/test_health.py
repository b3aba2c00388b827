from __future__ import annotations

import socket
import time

import pytest


def test_a_living_process_says_so_without_asking_the_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_it_is_ready_when_database_and_storage_answer(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": True, "migrations": True, "storage": True}


@pytest.mark.django_db
def test_it_is_not_ready_when_the_storage_does_not_answer(client, settings, monkeypatch):
    from django.core.files.storage import storages

    settings.S3_BUCKET = "no-such-bucket"
    monkeypatch.setattr(storages, "_storages", {})

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": True, "migrations": True, "storage": False}


def test_health_is_never_cached(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


@pytest.mark.django_db
def test_it_is_not_ready_before_its_tables_are_there(client, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    from showsite import readiness

    monkeypatch.setattr(readiness, "_known", [])
    monkeypatch.setattr(MigrationRecorder.Migration._meta, "db_table", "no_migrations_here")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": True, "migrations": False, "storage": True}


@pytest.mark.django_db
def test_a_silent_storage_is_waited_for_only_so_long(client, settings, monkeypatch):
    """It takes connections, and says nothing on them."""
    from django.core.files.storage import storages

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.S3_ENDPOINT_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr(storages, "_storages", {})
        began = time.monotonic()
        response = client.get("/readyz")
        took = time.monotonic() - began

    assert response.json() == {"database": True, "migrations": True, "storage": False}
    assert took < 5
