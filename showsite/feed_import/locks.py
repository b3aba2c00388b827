"""Only one process at a time does a thing. PostgreSQL frees the lock by itself when the process is killed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def only_one(what: str) -> Iterator[bool]:
    """Whether nobody else is at it; ``what`` is the same name for all who must not meet."""
    key = zlib.crc32(what.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [zlib.crc32(b"showsite") - 2**31, key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [zlib.crc32(b"showsite") - 2**31, key])
