"""One listener, one episode, 24 hours: told by hashes that nobody can undo once their key is gone.

A listener is an address with a user agent, hashed with a key that is made at random each day (UTC). The key of a day
is kept through the next one, so that the 24 hours may pass midnight, and then deleted with all that it hashed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from downloads.models import Salt, Seen
from downloads.plays import Play

WINDOW: Final = timedelta(hours=24)
DAY: Final = timedelta(days=1)
# What is written late, because the database was away, still finds its day's key.
GRACE: Final = timedelta(hours=1)

# A batch in one statement. Sums make it right whatever several processes write at once, and when a batch is repeated.
ADD: Final = """
    INSERT INTO downloads_seen (listener, episode_id, day, at, requested, needed)
    SELECT * FROM unnest(%s::bytea[], %s::bigint[], %s::date[], %s::timestamptz[], %s::bigint[], %s::bigint[])
    ON CONFLICT (listener, episode_id) DO UPDATE SET requested = downloads_seen.requested + EXCLUDED.requested
    RETURNING listener, episode_id, requested, needed
"""


@dataclass(kw_only=True)
class _Listening:
    """What one listener asked of one episode, in all of a batch; ``before`` is the hash of the day before."""

    play: Play
    before: bytes
    requested: int


def new_downloads(plays: Iterable[Play]) -> list[Play]:
    """Of these, each with which a listener has asked for a minute of an episode, for the first time in 24 hours."""
    oldest = oldest_day(timezone.now())

    def day_of(play: Play) -> date:
        return max(play.at.astimezone(UTC).date(), oldest)

    in_order = sorted(plays, key=lambda play: play.at)
    return [play for day, group in groupby(in_order, day_of) for play in _new_on(day, list(group))]


def _new_on(day: date, plays: Sequence[Play]) -> list[Play]:
    salt, salt_before = _salt_of(day), _salt_before(day)
    found: dict[tuple[bytes, int], _Listening] = {}
    for play in plays:
        key = _hash(salt, play), play.episode
        known = found.setdefault(key, _Listening(play=play, before=_hash(salt_before, play), requested=0))
        known.requested += play.requested
    counted = _counted_before([listening.before for listening in found.values()])
    for key, listening in list(found.items()):
        at = counted.get((listening.before, key[1]))
        if at and listening.play.at - at < WINDOW:
            del found[key]
    return _add(day, found)


def _add(day: date, found: dict[tuple[bytes, int], _Listening]) -> list[Play]:
    """Those that have their minute with this batch, and had not before."""
    if not found:
        return []
    rows = [
        (listener, episode, day, one.play.at, one.requested, one.play.needed)
        for (listener, episode), one in sorted(found.items())  # the same order everywhere: no deadlocks
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [list(column) for column in zip(*rows, strict=True)])
        added = cursor.fetchall()
    return [
        found[bytes(listener), episode].play
        for listener, episode, requested, needed in added
        if requested - found[bytes(listener), episode].requested < needed <= requested
    ]


def _counted_before(listeners: list[bytes]) -> dict[tuple[bytes, int], datetime]:
    seen = Seen.objects.filter(Seen.IS_COUNTED, listener__in=listeners)
    return {(bytes(row[0]), row[1]): row[2] for row in seen.values_list("listener", "episode_id", "at")}


def _hash(salt: bytes, play: Play) -> bytes:
    text = f"{play.address}\n{play.user_agent}".encode("utf-8", "replace")
    return hashlib.blake2b(text, key=salt, digest_size=16).digest()


def _salt_of(day: date) -> bytes:
    """The key of a day, made by whoever needs it first, together with the order to throw it away."""
    salt = Salt.objects.filter(day=day).first()
    if salt is None:
        Salt.objects.bulk_create([Salt(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
        salt = Salt.objects.get(day=day)  # perhaps another process's
        forget_expired(timezone.now())
        end = datetime.combine(day + 2 * DAY, time(minute=1), UTC) + GRACE
        transaction.on_commit(partial(forget_listeners.using(run_after=end).enqueue))
    return bytes(salt.key)


def _salt_before(day: date) -> bytes:
    """The key of the day before; one that fits nothing where nobody listened then."""
    salt = Salt.objects.filter(day=day - DAY).first()
    return bytes(salt.key) if salt else secrets.token_bytes(32)


def oldest_day(at: datetime) -> date:
    """The first day whose key is still kept."""
    return (at - GRACE).astimezone(UTC).date() - DAY


def forget_expired(at: datetime) -> int:
    """Delete the keys of the past, and every hash that was made with them."""
    expired = oldest_day(at)
    Seen.objects.filter(day__lt=expired).delete()
    return Salt.objects.filter(day__lt=expired).delete()[0]


@task()
def forget_listeners() -> int:
    return forget_expired(timezone.now())
