"""Search: titles, segments of the notes, and minutes of speech, ranked and grouped by episode.

Only what ``published()`` lets through is looked at. Candidates are capped before they are ranked, so the cost
of a page is bounded whatever the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, QuerySet
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from episodes.archive import topics_of, voices_of
from episodes.models import Episode, Link, Person, Segment, Show, Topic
from episodes.models.episode import EpisodeQuerySet
from episodes.names import clean_query
from episodes.timestamps import format_timestamp
from episodes.vocabulary import corrections
from transcripts.models import Passage

CANDIDATES = 500
SHOWN = 40
NAMED = 5
PLACES = ("notes", "spoken")
# Private-use characters mark a hit: nobody types them, and they survive escaping.
HIT_STARTS, HIT_ENDS = "\ue000", "\ue001"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place where the words stand: a segment of the notes, or speech, with the second and the segment it falls in."""

    snippet: SafeString
    segment: Segment | None = None
    start: timedelta | None = None

    @property
    def seconds(self) -> int:
        return int(self.start.total_seconds()) if self.start is not None else 0

    @property
    def start_text(self) -> str:
        return format_timestamp(self.start) if self.start is not None else ""


@dataclass(kw_only=True)
class EpisodeHits:
    """An episode's hits; ``rank`` is that of its best one."""

    episode: Episode
    rank: float = 0.0
    in_notes: list[Hit] = field(default_factory=list)
    in_speech: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Results:
    """``also`` are people and topics of that name."""

    episodes: list[EpisodeHits]
    also: list[Person | Topic] = field(default_factory=list)

    @property
    def total_notes(self) -> int:
        return sum(len(hits.in_notes) for hits in self.episodes)

    @property
    def total_speech(self) -> int:
        return sum(len(hits.in_speech) for hits in self.episodes)

    @property
    def total(self) -> int:
        """Places and titles."""
        return self.total_notes + self.total_speech or len(self.episodes)


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


def find(show: Show, question: Question) -> Results:
    """The episodes of a show where the words stand, best first. Eight queries at most, whatever is found."""
    query = SearchQuery(question.q, search_type="websearch", config="english")
    public = question.episodes(show)
    titles, segments, links, passages = [], [], [], []
    if question.place != "spoken":
        titles = _best(public, query)
        parts = Segment.objects.filter(episode__in=public).select_related("person")
        segments = _best(parts, query, headline=True)
        plain = SearchQuery(question.q, search_type="websearch", config="simple")
        links = _best(
            Link.objects.filter(segment__episode__in=public).select_related("segment__person"), plain
        )
    if question.place != "notes":
        speech = Passage.objects.filter(transcript__chosen=True, transcript__episode__in=public)
        passages = _best(speech.select_related("transcript"), query, headline=True)

    ranks: dict[int, float] = {}
    for episode_id, rank in [
        *((row.pk, 2 * row.rank) for row in titles),
        *((row.episode_id, row.rank) for row in segments),
        *((row.segment.episode_id, row.rank) for row in links),
        *((row.transcript.episode_id, row.rank) for row in passages),
    ]:
        ranks[episode_id] = max(rank, ranks.get(episode_id, 0.0))

    found = {
        episode.pk: EpisodeHits(episode=episode, rank=ranks[episode.pk])
        for episode in show.episodes.published().for_list().filter(pk__in=ranks)
    }
    for segment in segments:
        hit = Hit(snippet=_marked(segment.headline), segment=segment, start=segment.start)
        found[segment.episode_id].in_notes.append(hit)
    _add_links(found, links, {segment.pk for segment in segments})
    for passage in passages:
        hits = found[passage.transcript.episode_id]
        start = _moment(passage)
        segment = hits.episode.segment_at(start)
        hits.in_speech.append(Hit(snippet=_marked(passage.headline), start=start, segment=segment))
    ranked = sorted(found.values(), key=lambda hits: -hits.rank)
    return Results(episodes=ranked, also=[] if question.is_narrow else _called(show, question.q))


def _called(show: Show, name: str) -> list[Person | Topic]:
    """Whoever is heard, and whatever is talked about, under a name."""
    people = voices_of(show).filter(name__icontains=name).order_by("-count")[:NAMED]
    return [*people, *topics_of(show).filter(name__icontains=name)[:NAMED]]


def _add_links(found: Mapping[int, EpisodeHits], links: Iterable[Link], seen: set[int]) -> None:
    """Parts that are found by a link of theirs alone: the words may stand in its address, which no note shows."""
    for link in links:
        segment = link.segment
        if segment.pk not in seen:
            seen.add(segment.pk)
            snippet = format_html('{} <span class="dom">{}</span>', link.text or link.url, link.site)
            found[segment.episode_id].in_notes.append(
                Hit(snippet=snippet, segment=segment, start=segment.start)
            )


def suggestion(show: Show, question: Question) -> tuple[Question, int] | None:
    """What was meant, with the number of places where it stands: only what finds something is suggested."""
    for text in corrections(show, question.q):
        meant = replace(question, q=text)
        if total := find(show, meant).total:
            return meant, total
    return None


def _best(rows: QuerySet[Any], query: SearchQuery, *, headline: bool = False) -> list[Any]:
    """The best of the newest candidates: ranking costs with every hit, so their number is capped.

    PostgreSQL makes the headlines after the limit, for the rows that are left.
    """
    candidates = rows.filter(search_vector=query).order_by("-pk").values("pk")[:CANDIDATES]
    best = rows.filter(pk__in=candidates).annotate(rank=SearchRank(F("search_vector"), query))
    if headline:
        best = best.annotate(
            headline=SearchHeadline(
                "text",
                query,
                start_sel=HIT_STARTS,
                stop_sel=HIT_ENDS,
                max_words=30,
                min_words=12,
                config="english",
            )
        )
    return list(best.defer("search_vector").order_by("-rank", "-pk")[:SHOWN])


def _moment(passage: Passage) -> timedelta:
    """When the first of the marked words is said."""
    headline: str = passage.headline  # type: ignore[attr-defined]
    words = headline.replace(HIT_STARTS, "").replace(HIT_ENDS, "")
    begins = passage.text.find(words)
    return passage.start if begins < 0 else passage.moment_of(begins + max(headline.find(HIT_STARTS), 0))


def _marked(headline: str) -> SafeString:
    """The words around a hit, escaped, with the hit marked."""
    marked = escape(headline).replace(HIT_STARTS, "<mark>").replace(HIT_ENDS, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped above; the only tags are ours
