from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no bug of the code that is tried.
settings.register_profile("showsite", deadline=None)
settings.load_profile("showsite")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real notes and transcripts, kept outside the project."""
    folder = Path(os.environ.get("SHOWSITE_CORPUS", ROOT.parent / "shared" / "data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}: set SHOWSITE_CORPUS to a folder of real notes and transcripts")
    return folder


@pytest.fixture(scope="session")
def _bucket() -> None:
    """One bucket for a session. Keys hold content hashes or random names, so tests do not meet in it."""
    from episodes.storage import media_storage

    media_storage().create_bucket()


@pytest.fixture
def own_bucket(_bucket: None, settings) -> str:
    """A bucket that no other process of the tests writes to: for what lists, or has keys that may meet."""
    from episodes.storage import media_storage

    settings.S3_BUCKET = f"showsite-{os.getpid()}"
    settings.STORAGES = dict(settings.STORAGES)  # the storage is made anew when this setting changes
    media_storage().create_bucket()
    return settings.S3_BUCKET


@pytest.fixture(autouse=True)
def _storage_for_database_tests(request: pytest.FixtureRequest) -> None:
    """Whoever has a database has the object storage too: audio and transcripts need both."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_bucket")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """A million rounds for each host who signs in are right, and half a second for each test that has one."""
    from django.conf import settings
    from django.contrib.auth.hashers import get_hashers, get_hashers_by_algorithm

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_hashers.cache_clear()
    get_hashers_by_algorithm.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def _quick_emptying() -> Iterator[None]:
    from django.test import TransactionTestCase

    from tests.emptying import empty

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty("default"))
        yield


@pytest.fixture(autouse=True, scope="session")
def _downloads_wait() -> Iterator[None]:
    """What is counted is written when a test says so, never by a thread in the midst of another test."""
    from downloads.middleware import waiting

    waiting.seconds = 3600
    yield
    waiting.reset()


@pytest.fixture
def show(db: None):
    from tests.factories import ShowFactory

    return ShowFactory()
