"""What a listener asks the search for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from episodes.models import Show
from episodes.models.episode import EpisodeQuerySet
from episodes.names import clean_query

PLACES: Final = ("notes", "spoken")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a listener asks for: words, and where to look. ``person`` and ``topic`` are slugs."""

    q: str = ""
    place: str = ""
    person: str = ""
    topic: str = ""
    year: str = ""

    @classmethod
    def asked(cls, values: Mapping[str, str]) -> Self:
        place, year = values.get("in", ""), values.get("year", "")
        return cls(
            q=clean_query(values.get("q", "")),
            place=place if place in PLACES else "",
            person=values.get("person", "")[:50],
            topic=values.get("topic", "")[:80],
            year=year if re.fullmatch(r"[12][0-9]{3}", year) else "",
        )

    @property
    def address(self) -> str:
        """The question as it stands in an address."""
        asked = {"q": self.q, "in": self.place, "person": self.person, "topic": self.topic, "year": self.year}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def is_narrow(self) -> bool:
        return any((self.place, self.person, self.topic, self.year))

    def episodes(self, show: Show) -> EpisodeQuerySet:
        found = show.episodes.published()
        if self.person:
            found = found.heard_slug(self.person)
        if self.topic:
            found = found.filter(topics__slug=self.topic)
        if self.year:
            zone, year = ZoneInfo(show.time_zone), int(self.year)
            begin, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
            found = found.filter(published_at__gte=begin, published_at__lt=end)
        return found
