"""When the worker publishes files: soon after a change, once however many there were, and again after a fault."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from episodes.storage import NOT_STORED
from showsite.feed_import.locks import only_one
from showsite.published.models import PublishedSite
from showsite.published.publishing import Outcome, publish_site, stamps

log = logging.getLogger(__name__)

# A host often saves several times in a row.
SETTLE: Final = timedelta(seconds=2)
# Other work waits no longer than this for the first run of a large show, which then goes on behind it.
ENOUGH: Final = timedelta(seconds=30)
BUSY: Final = timedelta(seconds=10)
BACKOFF: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300))
# A run that is this late was lost with its worker.
LOST: Final = timedelta(minutes=10)


def is_on() -> bool:
    return bool(settings.PUBLISH_FEEDS == "storage")


def lock_of(site: PublishedSite) -> str:
    return f"published files {site.pk}"


def ask_for_changes() -> int:
    """Queue a run for each show that is not what its files say, unless one waits already; how many were queued."""
    if not is_on():
        return 0
    now, wanted = timezone.now(), stamps()
    known = PublishedSite.objects.values_list("show_id", flat=True)
    missing = wanted.keys() - set(known)
    PublishedSite.objects.bulk_create([PublishedSite(show_id=pk) for pk in missing], ignore_conflicts=True)
    changed = [
        pk
        for pk, show, stamp in PublishedSite.objects.values_list("pk", "show_id", "stamp")
        if show is None or stamp != wanted.get(show)
    ]
    return sum(_ask(pk, now) for pk in changed)


def _ask(pk: int, now: datetime) -> bool:
    """Of several who ask at the same moment, one queues."""
    free = Q(due_at=None) | Q(due_at__lt=now - LOST)
    is_ours = PublishedSite.objects.filter(free, pk=pk).update(due_at=now + SETTLE)
    if is_ours:
        publish_files.using(run_after=now + SETTLE).enqueue(pk)
    return bool(is_ours)


@task(priority=5)
def publish_files(pk: int) -> str:
    site = PublishedSite.objects.filter(pk=pk).select_related("show").first()
    if site is None or not is_on():
        return "gone" if site is None else "off"
    with only_one(lock_of(site)) as is_ours:
        if not is_ours:
            return _later(site, BUSY, "busy")
        try:
            outcome = publish_site(site, ENOUGH)
        except NOT_STORED as error:
            return _failed(site, str(error))
    if outcome.failed:
        return _failed(site, outcome.failed[0])
    return _finished(site, outcome)


def _finished(site: PublishedSite, outcome: Outcome) -> str:
    if site.show is None:
        site.delete()
    elif not outcome.stamp:
        return _later(site, timedelta(0), f"{outcome}, to be continued")
    else:
        done(site, outcome.stamp)
    return str(outcome)


def done(site: PublishedSite, stamp: str) -> None:
    """All files are right. Whoever looks next sees whether the show has changed meanwhile."""
    site.stamp, site.due_at, site.tries, site.error, site.finished_at = stamp, None, 0, "", timezone.now()
    site.save(update_fields=["stamp", "due_at", "tries", "error", "finished_at"])


def _failed(site: PublishedSite, reason: str) -> str:
    log.warning("The files of %s are not published yet: %s", site.show, reason)
    wait = BACKOFF[min(site.tries, len(BACKOFF) - 1)]
    site.tries, site.error = min(site.tries + 1, 1000), reason[:500]
    site.save(update_fields=["tries", "error"])
    return _later(site, wait, "waiting")


def _later(site: PublishedSite, wait: timedelta, why: str) -> str:
    due_at = timezone.now() + wait
    PublishedSite.objects.filter(pk=site.pk).update(due_at=due_at)
    publish_files.using(run_after=due_at).enqueue(site.pk)
    return why
