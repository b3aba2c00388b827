"""Topics that an episode's notes speak of: the show's own whose names stand in them, and projects the show keeps
coming back to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.db.models import Count

from episodes.models import Episode, Link, Topic

# A project that so many episodes link to is a topic by itself.
ENOUGH: Final = 3
MOST: Final = 8


def suggestions(episode: Episode) -> list[str]:
    """Names, the show's own topics first. At most ``MOST``; five queries."""
    has = {topic.name.lower() for topic in episode.topics.all()}
    own = list(Topic.objects.filter(show=episode.show_id).values_list("name", flat=True))
    found = [*named(own, _words_of(episode)), *_returning_projects(episode)]
    fresh = {name.lower(): name for name in reversed(found) if name.lower() not in has}
    return list(reversed(fresh.values()))[:MOST]


def add_topics(episode: Episode, names: Iterable[str]) -> None:
    """Give an episode these topics; those that the show does not have yet are made."""
    for name in names:
        known = Topic.objects.filter(show=episode.show_id, name__iexact=name).first()
        episode.topics.add(known or Topic.objects.create(show=episode.show, name=name))


def named(topics: Iterable[str], text: str) -> list[str]:
    """Those whose names stand in a text as words of their own."""
    return [name for name in topics if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]


def _words_of(episode: Episode) -> str:
    parts = [f"{segment.title} {segment.text}" for segment in episode.segments.all()]
    return "\n".join([episode.title, episode.summary, *parts])


def _returning_projects(episode: Episode) -> list[str]:
    """The names of projects, such as "httpx" of github.com/encode/httpx, the most linked first."""
    here = Link.objects.filter(segment__episode=episode).exclude(project="").values("project")
    linked = (
        Link.objects.filter(segment__episode__show=episode.show_id, project__in=here)
        .values("project")
        .annotate(episodes=Count("segment__episode", distinct=True))
        .filter(episodes__gte=ENOUGH)
        .order_by("-episodes", "project")
    )
    return [row["project"].rstrip("/").rpartition("/")[2] for row in linked[:MOST]]
