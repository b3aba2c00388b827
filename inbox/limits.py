"""So many an hour from one place, and no address kept: places are told apart by hashes whose key lives for a day.

At midnight (UTC) the key changes, and everybody begins anew.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from inbox.models import Salt, Sender

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
MOST: Final = {Sender.Kind.STORY: 5, Sender.Kind.CORRECTION: 20}


@transaction.atomic
def may_send(place: str, kind: Sender.Kind, at: datetime) -> bool:
    """Whether somebody at a place has not sent too much within the last hour; if so, it counts as sent."""
    day = at.astimezone(UTC).date()
    key = hashed(place, day)
    Sender.objects.get_or_create(place=key, kind=kind, defaults={"day": day})
    # One after the other: two that come at the same moment are two.
    sender = Sender.objects.select_for_update().get(place=key, kind=kind)
    recent = [sent for sent in sender.times if at - sent < HOUR]
    if len(recent) >= MOST[kind]:
        return False
    sender.times = [*recent, at]
    sender.save(update_fields=["times"])
    return True


def hashed(place: str, day: date) -> bytes:
    """What tells places apart on a day, and says nothing once the day's key is gone."""
    return hashlib.blake2b(place.encode("utf-8", "replace"), key=_salt_of(day), digest_size=16).digest()


def _salt_of(day: date) -> bytes:
    """The key of a day, made by whoever needs it first, together with the order to throw it away."""
    salt = Salt.objects.filter(day=day).first()
    if salt is None:
        forget_before(day)
        Salt.objects.bulk_create([Salt(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
        salt = Salt.objects.get(day=day)  # perhaps another process's
        end = datetime.combine(day + DAY, time(minute=1), UTC)
        transaction.on_commit(partial(forget_senders.using(run_after=end).enqueue))
    return bytes(salt.key)


def forget_before(day: date) -> None:
    """Delete the keys of the past, and every hash that was made with them."""
    Sender.objects.filter(day__lt=day).delete()
    Salt.objects.filter(day__lt=day).delete()


@task()
def forget_senders() -> None:
    forget_before(timezone.now().astimezone(UTC).date())
