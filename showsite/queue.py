"""The background work that waits, runs or has failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from inspect import signature
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, F, Min, Q, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)


class NotRepeatable(Exception):
    """Why a task cannot be tried again."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """``oldest``: for how many seconds the oldest of those that are ``due`` has been so."""

    due: int
    scheduled: int
    running: int
    failed: int
    oldest: float

    def numbers(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("due", "scheduled", "running", "failed")}


def facts(now: datetime | None = None) -> Queue:
    """In one query."""
    now = now or timezone.now()
    # A task without a moment of its own has the end of time, and is due at once.
    since = Case(
        When(run_after=get_date_max(), then=F("enqueued_at")), default=Greatest("run_after", "enqueued_at")
    )
    ready, due = Q(status=TaskResultStatus.READY), Q(since__lte=now)
    found: dict[str, Any] = (
        DBTaskResult.objects.filter(status__in=UNFINISHED)
        .annotate(since=since)
        .aggregate(
            due=Count("pk", filter=ready & due),
            scheduled=Count("pk", filter=ready & ~due),
            running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
            failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
            first=Min("since", filter=ready & due),
        )
    )
    first = found.pop("first")
    return Queue(**found, oldest=(now - first).total_seconds() if first else 0.0)


def failed(most: int) -> list[DBTaskResult[Any, Any]]:
    """Those that failed last."""
    return list(DBTaskResult.objects.failed().order_by("-finished_at")[:most])


def try_again(pk: UUID) -> None:
    """Put a failed task into the queue once more, as a new one. Raises ``NotRepeatable``."""
    with transaction.atomic():
        result = (
            DBTaskResult.objects.select_for_update().filter(pk=pk, status=TaskResultStatus.FAILED).first()
        )
        if result is None:
            raise NotRepeatable("It is not among the failed any more.")
        try:
            task = result.task.using(run_after=None)
        except ImportError as error:
            raise NotRepeatable("This version does not know such a task.") from error
        task.enqueue(*_first_time(task.func, result.args_kwargs["args"]), **result.args_kwargs["kwargs"])
        result.delete()


def _first_time(job: Callable[..., Any], args: list[Any]) -> list[Any]:
    """What a task is about, without the count of its own ``tries``, which begins anew."""
    names = list(signature(job).parameters)
    return args[: names.index("tries")] if "tries" in names else args


def forget(pk: UUID) -> None:
    DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.FAILED).delete()
