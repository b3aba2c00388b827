from __future__ import annotations

import pytest


def test_a_living_process_says_so_without_asking_the_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_it_is_ready_when_database_and_storage_answer(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": True, "storage": True}


@pytest.mark.django_db
def test_it_is_not_ready_when_the_storage_does_not_answer(client, settings, monkeypatch):
    from django.core.files.storage import storages

    settings.S3_BUCKET = "no-such-bucket"
    monkeypatch.setattr(storages, "_storages", {})

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": True, "storage": False}


def test_health_is_never_cached(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
