"""Which processes are alive, on all machines: a thread of each says so in the database every ten seconds."""

from __future__ import annotations

import logging
import os
import socket
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from showsite import __version__
from showsite.models import ALIVE, Process

log = logging.getLogger(__name__)

PAUSE: Final = ALIVE.total_seconds() / 3
KEPT: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """``worker_seconds``: since a worker was last alive; None where none was seen for a day."""

    processes: list[Process]
    alive: dict[str, int]
    worker_seconds: float | None


def facts(now: datetime | None = None) -> Seen:
    """In one query."""
    now = now or timezone.now()
    rows = list(Process.objects.order_by("kind", "-seen_at", "pk")[:200])
    alive = {
        kind: sum(row.kind == kind and row.is_alive(now) for row in rows) for kind in Process.Kind.values
    }
    workers = [row.seen_at for row in rows if row.kind == Process.Kind.WORKER]
    seconds = max(0.0, (now - max(workers)).total_seconds()) if workers else None
    return Seen(processes=[row for row in rows if row.is_alive(now)], alive=alive, worker_seconds=seconds)


def say_alive(kind: str) -> threading.Thread:
    """Start saying so, until the process ends."""
    thread = threading.Thread(target=_say, args=(kind,), name="alive", daemon=True)
    thread.start()
    return thread


def _say(kind: str) -> None:
    row = Process(kind=kind, host=socket.gethostname()[:100], number=os.getpid(), version=__version__)
    never = threading.Event()
    while True:
        try:
            beat(row)
        except DatabaseError as error:
            log.warning("The database was not told that this process is alive: %s", error)
        finally:
            connection.close()  # a connection of each process for one statement in ten seconds would be a waste
        never.wait(PAUSE)


def beat(row: Process) -> None:
    """The first time the row is made, and what is long gone forgotten."""
    row.seen_at = timezone.now()
    if row.pk is None:
        Process.objects.filter(seen_at__lt=row.seen_at - KEPT).delete()
        row.save()
    elif not Process.objects.filter(pk=row.pk).update(seen_at=row.seen_at):
        row.save(force_insert=True)
