"""What a search can be narrowed to. Counted once for each revision of a show and not for every search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils import timezone

from episodes.archive import topics_of, voices_of, years
from episodes.models import Person, Show, Topic


class Choice(NamedTuple):
    name: str
    slug: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The topics and voices of what is published, by name, and its years, newest first."""

    topics: tuple[Choice, ...]
    people: tuple[Choice, ...]
    years: tuple[int, ...]

    def called(self, name: str, most: int) -> list[Choice]:
        """People and topics in whose name this stands, so many of each."""
        wanted = name.casefold()
        return [
            *[one for one in self.people if wanted in one.name.casefold()][:most],
            *[one for one in self.topics if wanted in one.name.casefold()][:most],
        ]


class _Read(NamedTuple):
    """``until`` an episode comes out, which raises no revision."""

    revision: int
    until: datetime | None
    choices: Choices


_read: Final[dict[int, _Read]] = {}


def choices_of(show: Show) -> Choices:
    """No query while the show is what it was; four for the first search after a change."""
    known = _read.get(show.pk)
    if known is None or known.revision != show.revision or (known.until and known.until <= timezone.now()):
        known = _read[show.pk] = _Read(show.revision, _next(show), _choices(show))
    return known.choices


def _next(show: Show) -> datetime | None:
    found: datetime | None = show.episodes.scheduled().aggregate(at=Min("published_at"))["at"]
    return found


def _choices(show: Show) -> Choices:
    return Choices(
        topics=tuple(_choice(topic) for topic in topics_of(show)),
        people=tuple(_choice(person) for person in voices_of(show)),
        years=tuple(year.year for year in years(show.episodes.published(), ZoneInfo(show.time_zone), 1)),
    )


def _choice(one: Person | Topic) -> Choice:
    return Choice(one.name, one.slug, one.get_absolute_url())
