"""How far a run is, told while it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Final, TypeVar

from django.db import connection
from django.utils import timezone

from showsite.imports.models import ImportRun

SECONDS_BETWEEN: Final = 0.5

T = TypeVar("T")


def told(run: ImportRun, items: Iterable[T], total: int) -> Iterator[T]:
    """The items; with the first, and then twice a second, the run's row says how many there were.

    From a thread with a database connection of its own: what a dry run writes is rolled back, and until then
    nobody else sees it.
    """
    next_time = 0.0
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        elsewhere.submit(_tell, run.pk, 0, total).result()
        for done, item in enumerate(items, 1):
            yield item
            if monotonic() >= next_time:
                elsewhere.submit(_tell, run.pk, min(done, total), total).result()
                next_time = monotonic() + SECONDS_BETWEEN


def _tell(pk: int, done: int, total: int) -> None:
    try:
        ImportRun.objects.filter(pk=pk).update(done=done, total=total, updated_at=timezone.now())
    finally:
        connection.close()
