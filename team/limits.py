"""How often somebody may try to sign in: after five failures within a quarter of an hour a wait, which grows.

Accounts and places are told apart by hashes whose key lives for a day, as in ``inbox.limits``; accounts that do not
exist are counted like those that do. A browser that an account has signed in with before is counted by itself, so
that strangers who guess at an account cannot keep its owner out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction

from inbox.limits import hashed
from team.models import Failures

WINDOW: Final = timedelta(minutes=15)
FREE: Final = 5
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)


@transaction.atomic
def try_now(names: Iterable[str], at: datetime) -> timedelta:
    """How long to wait, or nothing: then a try is counted, until it ``did_not_fail``.

    It is counted before it is judged: a hundred that come at the same moment are a hundred.
    """
    rows = _rows(names, at)
    waits = [_wait(row.times, at) for row in rows]
    if any(waits):
        return max(waits)
    for row in rows:
        row.times = [*row.times, at]
        row.save(update_fields=["times"])
    return timedelta(0)


@transaction.atomic
def did_not_fail(names: Iterable[str], at: datetime) -> None:
    """The last try is taken back."""
    for row in _rows(names, at):
        row.times = row.times[:-1]
        row.save(update_fields=["times"])


def forgive(name: str, at: datetime) -> None:
    Failures.objects.filter(key=hashed(name, at.astimezone(UTC).date())).delete()


def _rows(names: Iterable[str], at: datetime) -> Sequence[Failures]:
    day = at.astimezone(UTC).date()
    keys = sorted(hashed(name, day) for name in names)
    Failures.objects.filter(day__lt=day).delete()
    Failures.objects.bulk_create([Failures(key=key, day=day) for key in keys], ignore_conflicts=True)
    # One after the other, and in the same order everywhere: no deadlocks.
    rows = list(Failures.objects.select_for_update().filter(key__in=keys).order_by("key"))
    for row in rows:
        row.times = [time for time in row.times if at - time < WINDOW]
    return rows


def _wait(times: Sequence[datetime], at: datetime) -> timedelta:
    if len(times) < FREE:
        return timedelta(0)
    wait: timedelta = min(FIRST_WAIT * 2 ** (len(times) - FREE), LONGEST_WAIT)
    return max(times[-1] + wait - at, timedelta(0))
