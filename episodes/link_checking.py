"""Whether the links of episodes still lead somewhere: asked in the background, a few at a time.

A task asks one batch and hands the rest to the next one, so that whoever waits for audio does not wait for long.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from episodes.fetching import FetchError, ascii_address, status_of
from episodes.models import ContentLink, Episode, Link, LinkCheck, Segment, Sponsorship
from episodes.names import is_web_address

AT_ONCE: Final = 6
BATCH: Final = 18
FRESH: Final = timedelta(days=7)
LONGEST: Final = 2000
# They answer, though not to a program: whether a reader sees the page is not known.
NOT_FOR_ROBOTS: Final = frozenset({401, 402, 403, 405, 406, 407, 425, 429, 451, 503, 999})


def on_the_wire(url: str) -> str:
    """The address as it is asked and remembered; "" for what no browser would follow."""
    url = url.strip()
    asked = ascii_address(url).partition("#")[0] if is_web_address(url, LONGEST) else ""
    return asked if len(asked) <= LONGEST else ""


def links_of(episodes: QuerySet[Episode]) -> list[str]:
    """Every address that readers of these episodes can follow, as it goes over the wire, each once."""
    found = [
        *Link.objects.filter(segment__episode__in=episodes).values_list("url", flat=True),
        *Segment.objects.filter(episode__in=episodes).values_list("url", flat=True),
        *ContentLink.objects.filter(episode__in=episodes).values_list("url", flat=True),
    ]
    for own, sponsors in Sponsorship.objects.filter(episode__in=episodes).values_list("url", "sponsor__url"):
        found.append(own or sponsors)
    return sorted({address for url in found if (address := on_the_wire(url))})


def unasked(urls: Iterable[str], since: datetime) -> list[str]:
    """Those of them that nobody has asked since a moment."""
    urls = list(urls)
    known = set(LinkCheck.objects.filter(url__in=urls, checked_at__gte=since).values_list("url", flat=True))
    return [url for url in urls if url not in known]


def ask(urls: Iterable[str]) -> list[LinkCheck]:
    """Ask these addresses, ``AT_ONCE`` at a time, and keep what they answer."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        checks = list(threads.map(_ask, urls))
    return LinkCheck.objects.bulk_create(
        checks,
        update_conflicts=True,
        unique_fields=["url"],
        update_fields=["status", "problem", "checked_at"],
    )


def _ask(url: str) -> LinkCheck:
    """In a thread of its own: without the database."""
    status, problem = None, ""
    try:
        status = status_of(url)
        if status >= 400 and status not in NOT_FOR_ROBOTS:
            problem = f"It answers {status}."
    except FetchError as error:
        problem = str(error)[:300]
    return LinkCheck(url=url, status=status, problem=problem, checked_at=timezone.now())


def ask_soon(episode: Episode) -> None:
    """After the notes were saved: what has not been asked within a week."""
    transaction.on_commit(partial(_ask_where_needed, episode.pk))


def ask_again(episode: Episode) -> None:
    """On a host's word: all of them."""
    transaction.on_commit(partial(ask_links_of.enqueue, episode.pk, timezone.now().isoformat()))


def _ask_where_needed(pk: int) -> None:
    since = timezone.now() - FRESH
    if unasked(links_of(Episode.objects.filter(pk=pk)), since):
        ask_links_of.enqueue(pk, since.isoformat())


@task(priority=-10)
def ask_links_of(pk: int, since: str) -> str:
    """Those links of an episode that nobody has asked since a moment (ISO 8601)."""
    waiting = unasked(links_of(Episode.objects.filter(pk=pk)), datetime.fromisoformat(since))
    ask(waiting[:BATCH])
    if waiting[BATCH:]:
        ask_links_of.enqueue(pk, since)
    return f"{len(waiting[:BATCH])} asked, {len(waiting[BATCH:])} to go"
