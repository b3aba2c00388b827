"""The archive: the episodes of a show by year, in pages; all of them, or those that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear, Lower

from episodes.models import Episode, Person, Segment, Show, Topic
from episodes.models.episode import EpisodeQuerySet
from episodes.names import clean_query
from episodes.notes.document import SegmentKind

# Said anew wherever something is counted: Django leaves a model's own order out of a query that groups.
BY_NAME: Final = (Lower("name"), "pk")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a listener asks the archive for: slugs of a topic and of a person, and words of the notes."""

    topic: str = ""
    person: str = ""
    q: str = ""

    @classmethod
    def asked(cls, values: Mapping[str, str]) -> Self:
        return cls(
            topic=values.get("topic", "")[:80],
            person=values.get("person", "")[:50],
            q=clean_query(values.get("q", "")),
        )

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    @property
    def query(self) -> str:
        """As it stands in an address, to be followed by more: "topic=testing&"."""
        asked = {name: value for name, value in asdict(self).items() if value}
        return f"{urlencode(asked)}&" if asked else ""

    def of(self, episodes: EpisodeQuerySet) -> EpisodeQuerySet:
        if self.topic:
            episodes = episodes.filter(topics__slug=self.topic)
        if self.person:
            episodes = episodes.heard_slug(self.person)
        if self.q:
            query = SearchQuery(self.q, search_type="websearch", config="english")
            # Paid messages say much of what an episode is not about.
            said = Segment.objects.filter(search_vector=query).exclude(kind=SegmentKind.SPONSOR)
            episodes = episodes.filter(Q(search_vector=query) | Q(pk__in=said.values("episode")))
        return episodes


def topics_of(show: Show) -> QuerySet[Topic]:
    """Topics that an episode is about, by name, each with ``count``, the number of its episodes."""
    about = show.topics.filter(episodes__in=show.episodes.published())
    return about.annotate(count=Count("episodes", distinct=True)).order_by(*BY_NAME)


def voices_of(show: Show) -> QuerySet[Any]:
    """Whom listeners have heard, by name, each with ``count``, the number of episodes."""
    heard = Person.objects.filter(credits__episode__in=show.episodes.published())
    return heard.annotate(count=Count("credits__episode", distinct=True)).order_by(*BY_NAME)


@dataclass(frozen=True, kw_only=True)
class Year:
    """``length`` is that of all its episodes together, ``page`` where the newest of them stands."""

    year: int
    episodes: int
    length: timedelta
    page: int


def years(episodes: EpisodeQuerySet, zone: ZoneInfo, per_page: int) -> list[Year]:
    """The years of a show, newest first; a year begins in the show's own time zone. One query."""
    rows = (
        episodes.order_by()
        .annotate(year=ExtractYear("published_at", tzinfo=zone))
        .values("year")
        .annotate(count=Count("pk"), length=Sum("audio_duration"))
        .order_by("-year")
    )
    found: list[Year] = []
    before = 0
    for row in rows:
        page = before // per_page + 1
        length = row["length"] or timedelta(0)
        found.append(Year(year=row["year"], episodes=row["count"], length=length, page=page))
        before += row["count"]
    return found


def shelves(
    page: Iterable[Episode], known: Iterable[Year], zone: ZoneInfo
) -> list[tuple[Year, list[Episode]]]:
    """The episodes of a page, newest first, under their years."""
    by_year = {year.year: year for year in known}
    groups = groupby(
        page, key=lambda episode: episode.published_at and episode.published_at.astimezone(zone).year
    )
    return [(by_year[number], list(group)) for number, group in groups if number in by_year]
