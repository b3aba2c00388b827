"""Whose work it is: told to the database, whose triggers write it into the log beside each change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, connection

TELL: Final = "SELECT set_config('showsite.actor', %s, false)"


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What changes inside is somebody's: until the end, on this thread's connection."""
    _tell(name)
    try:
        yield
    finally:
        try:
            _tell("")
        except DatabaseError:
            # A connection that cannot be told must not go on under a name that is no longer right.
            if not connection.in_atomic_block:
                connection.close()


def _tell(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, [name])
