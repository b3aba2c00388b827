"""Plays in, numbers out: what was noted is looked through, told apart, and added up in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from downloads.agents import identify
from downloads.buffer import TryAgain
from downloads.known_agents import agent_lists
from downloads.listeners import new_downloads
from downloads.metrics import DOWNLOADS
from downloads.plays import Play
from episodes.models import Episode

ADD_HOURS: Final = """
    INSERT INTO downloads_hourcount (episode_id, day, hour, downloads)
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::timestamptz[], %s::int[])
    ON CONFLICT (episode_id, day, hour)
    DO UPDATE SET downloads = downloads_hourcount.downloads + EXCLUDED.downloads
"""
ADD_AGENTS: Final = """
    INSERT INTO downloads_agentcount (episode_id, day, app, device, downloads)
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::text[], %s::int[])
    ON CONFLICT (episode_id, day, app, device)
    DO UPDATE SET downloads = downloads_agentcount.downloads + EXCLUDED.downloads
"""


def count(plays: list[Play]) -> None:
    """All of a batch or nothing of it. A batch that is counted twice by accident adds nothing the second time.

    A fixed number of queries, however many plays. Raises ``TryAgain`` while the database is away.
    """
    try:
        if not connection.in_atomic_block:
            close_old_connections()  # the thread has no requests, after which Django would do it
        with transaction.atomic():
            number = _count(plays)
        DOWNLOADS.inc(number)
    except (OperationalError, InterfaceError) as error:
        raise TryAgain(str(error).strip().partition("\n")[0]) from error


def _count(plays: list[Play]) -> int:
    lists = agent_lists()
    zones = _zones({play.episode for play in plays})
    hosts = _staff_among({play.session for play in plays} - {""})
    heard = {
        play: agent
        for play in plays
        if play.episode in zones
        and play.session not in hosts
        and (agent := identify(lists, play.user_agent, play.referer, play.is_on_our_page))
    }
    hours: Counter[tuple[object, ...]] = Counter()
    agents: Counter[tuple[object, ...]] = Counter()
    for play in new_downloads(heard):
        agent = heard[play]
        day = play.at.astimezone(zones[play.episode]).date()
        hour = play.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        hours[play.episode, day, hour] += 1
        agents[play.episode, day, agent.app, agent.device] += 1
    _add(ADD_HOURS, hours)
    _add(ADD_AGENTS, agents)
    return hours.total()


def _zones(episodes: Iterable[int]) -> dict[int, ZoneInfo]:
    """The time zones of the episodes that are still there."""
    found = Episode.objects.filter(pk__in=episodes).values_list("pk", "show__time_zone")
    return {pk: ZoneInfo(name) for pk, name in found}


def _staff_among(keys: set[str]) -> set[str]:
    """Which of these sessions belong to somebody who may see the desk."""
    if not keys:
        return set()
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    users = {session.session_key: str(session.get_decoded().get(SESSION_KEY, "")) for session in sessions}
    staff = get_user_model()._default_manager.filter(is_staff=True)
    known = {
        str(pk)
        for pk in staff.filter(pk__in={pk for pk in users.values() if pk}).values_list("pk", flat=True)
    }
    return {key for key, user in users.items() if user in known}


def _add(statement: str, counts: Counter[tuple[object, ...]]) -> None:
    if not counts:
        return
    rows = sorted((*key, number) for key, number in counts.items())  # the same order everywhere: no deadlocks
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
