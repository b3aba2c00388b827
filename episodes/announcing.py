"""Tell the hubs that a feed has changed: in the background, once a change, and again later where nobody answered.

Callers ask whenever the feed *may* have changed. What is sent is decided when the task runs, by the feed's own
bytes, so an edit that leaves no trace in the feed disturbs nobody.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from episodes import hubs
from episodes.feeds.feed import feed_of
from episodes.models import Announcement, Episode, Show

log = logging.getLogger(__name__)

Target = Announcement.Target
State = Announcement.State
TELL: Final[dict[str, Callable[[str], None]]] = {
    Target.WEBSUB: hubs.tell_websub,
    Target.PODPING: hubs.tell_podping,
}
# A host often saves several times in a row: the last one counts.
SETTLE: Final = timedelta(seconds=10)
BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
# A task that is this late was lost with its worker.
LOST: Final = timedelta(minutes=15)
KEPT: Final = 100


def targets() -> list[Announcement.Target]:
    """Whom the settings name."""
    named = {Target.WEBSUB: settings.WEBSUB_HUB, Target.PODPING: settings.PODPING_URL}
    return [target for target, address in named.items() if address]


def announce(show: Show) -> None:
    """Say soon that the feed of a show has changed, if it has. Costs nothing where no hub is named."""
    for target in targets():
        transaction.on_commit(partial(_ask, show.pk, target))


def announce_episode(episode: Episode) -> None:
    """After an episode was saved: say so now, and again at the moment at which it appears."""
    announce(episode.show)
    if episode.published_at and not episode.is_published() and targets():
        at = episode.published_at
        transaction.on_commit(lambda: announce_later(episode.show_id, at))


def announce_later(show_id: int, at: datetime) -> None:
    announce_show.using(run_after=at).enqueue(show_id)


@task()
def announce_show(show_id: int) -> str:
    """At its minute, a scheduled episode is in the feed."""
    show = Show.objects.filter(pk=show_id).first()
    if show is None:
        return "gone"
    announce(show)
    return "asked"


def _ask(show_id: int, target: str) -> None:
    """One waiting row a show and target: a second wish before it is sent adds nothing."""
    now = timezone.now()
    waiting = Announcement.objects.filter(show_id=show_id, target=target, state=State.WAITING).first()
    if waiting is None:
        try:
            with transaction.atomic():
                waiting = Announcement.objects.create(show_id=show_id, target=target, due_at=now + SETTLE)
        except IntegrityError:  # somebody asked at the same moment
            return
    elif waiting.due_at > now - LOST and waiting.tries == 0:
        return
    _try_at(waiting, now + SETTLE)


def _try_at(waiting: Announcement, when: datetime) -> None:
    Announcement.objects.filter(pk=waiting.pk).update(due_at=when)
    deliver.using(run_after=when).enqueue(waiting.pk)


@task()
def deliver(pk: int) -> str:
    """Send what waits, unless the target has heard of the very same feed already."""
    waiting = Announcement.objects.filter(pk=pk, state=State.WAITING).select_related("show").first()
    if waiting is None:
        return "gone"
    waiting.feed_hash = hashlib.sha256(feed_of(waiting.show)).hexdigest()
    if waiting.feed_hash == _last_heard(waiting):
        waiting.delete()
        return "unchanged"
    try:
        TELL[waiting.target](waiting.show.feed_url)
    except hubs.NotHeard as error:
        return _failed(waiting, str(error))
    waiting.state, waiting.sent_at, waiting.reason = State.SENT, timezone.now(), ""
    waiting.save(update_fields=["state", "sent_at", "reason", "feed_hash"])
    _forget_old(waiting)
    return "sent"


def _last_heard(waiting: Announcement) -> str | None:
    sent = Announcement.objects.filter(show=waiting.show, target=waiting.target, state=State.SENT)
    return sent.order_by("-sent_at").values_list("feed_hash", flat=True).first()


def _failed(waiting: Announcement, reason: str) -> str:
    waiting.tries += 1
    waiting.reason = reason
    if waiting.tries > len(BACKOFF):
        waiting.state = State.FAILED
        log.error("%s of %s given up: %s", waiting.get_target_display(), waiting.show, reason)
    waiting.save(update_fields=["state", "tries", "reason"])
    if waiting.state == State.WAITING:
        _try_at(waiting, timezone.now() + BACKOFF[waiting.tries - 1])
    return str(waiting.state)


def _forget_old(sent: Announcement) -> None:
    same = Announcement.objects.filter(show=sent.show, target=sent.target).exclude(state=State.WAITING)
    same.exclude(pk__in=same.values("pk")[:KEPT]).delete()
