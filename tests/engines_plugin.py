"""Starts PostgreSQL and the S3 server once for a test run, before Django reads its settings, and stops them.

With pytest-xdist only the controller starts them; its workers inherit the environment, and pytest-django
gives each a database of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from showsite.engines import Service, start_postgres, start_s3

SETTINGS = {
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "HTTPS": "off",
    "STATIC_STORAGE": "plain",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
}
ENGINES = pytest.StashKey[list[Service]]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before pytest-django loads the settings. The addresses are known before the engines answer."""
    early_config.stash[ENGINES] = []
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="showsite-tests-"))
    folder.chmod(0o711)  # PostgreSQL may run as another user than we
    early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ.update(SETTINGS, STATIC_ROOT=str(folder / "static"))
    (folder / "static").mkdir()
    _start(start_s3, folder / "s3", early_config)
    _start(start_postgres, folder / "postgres", early_config)


def _start(start: Callable[..., Service], folder: Path, config: pytest.Config) -> None:
    engine = start(folder, durable=False)
    config.add_cleanup(engine.stop)
    config.stash[ENGINES].append(engine)
    os.environ.update(engine.environment)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before the first test, and before pytest-xdist starts its workers."""
    for engine in session.config.stash[ENGINES]:
        engine.wait()
