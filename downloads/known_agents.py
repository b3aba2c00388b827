"""The lists of user agents in force: those that were fetched last, or those that come with Showsite."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from downloads.agents import KINDS, AgentLists, identify, read_entries, read_lists
from downloads.models import AgentList

SHIPPED: Final = Path(__file__).parent / "lists"
BOTS: Final = "Bots and the nameless"
LONGEST_AGENT: Final = 512


def agent_lists() -> AgentLists:
    """One small query; the lists themselves are read when they have changed."""
    return _lists_of(AgentList.objects.aggregate(at=Max("updated_at"))["at"])


@lru_cache(maxsize=1)
def _lists_of(updated_at: datetime | None) -> AgentLists:
    documents = dict(AgentList.objects.values_list("kind", "entries")) if updated_at else {}
    if documents.keys() == set(KINDS):
        return read_lists(documents)
    return shipped_lists()


@cache
def shipped_lists() -> AgentLists:
    return read_lists({kind: read_entries((SHIPPED / f"{kind}.json").read_bytes()) for kind in KINDS})


def app_that_asks(user_agent: str) -> str:
    """A name for the statistics of a server: without a query, and never one that is not in the lists shipped."""
    agent = identify(shipped_lists(), user_agent[:LONGEST_AGENT], "", False)
    return agent.app if agent else BOTS


def replace_lists(documents: Mapping[str, list[dict[str, str]]], source: str) -> None:
    """All of them or none: their patterns lean on one another."""
    now = timezone.now()
    with transaction.atomic():
        AgentList.objects.all().delete()
        AgentList.objects.bulk_create(
            AgentList(kind=kind, entries=entries, source=source[:500], updated_at=now)
            for kind, entries in documents.items()
        )
