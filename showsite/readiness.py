"""Whether a process can serve: what it needs is asked, and a silent server is waited for only so long."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import closing
from functools import cache
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from episodes.storage import media_storage

log = logging.getLogger(__name__)
SECONDS: Final = 4.0


def checks() -> dict[str, bool]:
    """All at once, so that the time for one is the time for all."""
    asked = {name: _ask(name, check) for name, check in CHECKS.items()}
    return {name: _answer(name, future) for name, future in asked.items()}


def database_answers() -> bool:
    """On a connection of its own: a server that is frozen keeps the thread that asks, and no request."""
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def is_migrated() -> bool:
    """Whether the tables are those of this code, or newer ones: older code goes on serving while a release comes in."""
    if _known:
        return True
    with closing(connection):
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        log.warning("%s migrations are missing, the first is %s.", len(missing), missing[0][0])
        return False
    _known.append(True)
    return True


def storage_answers() -> bool:
    media_storage().answers()
    return True


CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "database": database_answers,
    "migrations": is_migrated,
    "storage": storage_answers,
}
_known: list[bool] = []  # what is migrated once stays so
_open: dict[str, Future[bool]] = {}


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=len(CHECKS), thread_name_prefix="readiness")


def _ask(name: str, check: Callable[[], bool]) -> Future[bool]:
    """A question that nobody has answered yet is not asked again: threads would pile up."""
    if name not in _open or _open[name].done():
        _open[name] = _threads().submit(check)
    return _open[name]


def _answer(name: str, future: Future[bool]) -> bool:
    try:
        return future.result(SECONDS)
    except TookTooLong:
        log.warning("The %s has been silent for %s seconds.", name, SECONDS)
    except (DatabaseError, BotoCoreError, ClientError) as error:
        log.warning("The %s does not answer: %s", name, error)
    return False
