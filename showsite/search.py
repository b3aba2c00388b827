"""Search: titles, segments of the notes, and minutes of speech, ranked and grouped by episode.

Only what ``published()`` lets through is looked at. Candidates are capped before they are ranked, so the cost
of a page is bounded whatever the query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from episodes.models import Episode, Segment, Show
from episodes.timestamps import format_timestamp
from transcripts.models import Passage

CANDIDATES = 500
SHOWN = 40
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
    episodes: list[EpisodeHits]

    @property
    def total_notes(self) -> int:
        return sum(len(hits.in_notes) for hits in self.episodes)

    @property
    def total_speech(self) -> int:
        return sum(len(hits.in_speech) for hits in self.episodes)


def find(show: Show, text: str) -> Results:
    """The episodes of a show where the words stand, best first. Five queries, whatever is found."""
    query = SearchQuery(text, search_type="websearch", config="english")
    public = show.episodes.published()
    titles = _best(public, query)
    segments = _best(
        Segment.objects.filter(episode__in=public).select_related("person"), query, headline=True
    )
    speech = Passage.objects.filter(transcript__chosen=True, transcript__episode__in=public)
    passages = _best(speech.select_related("transcript"), query, headline=True)

    ranks: dict[int, float] = {}
    for episode_id, rank in [
        *((row.pk, 2 * row.rank) for row in titles),
        *((row.episode_id, row.rank) for row in segments),
        *((row.transcript.episode_id, row.rank) for row in passages),
    ]:
        ranks[episode_id] = max(rank, ranks.get(episode_id, 0.0))

    found = {
        episode.pk: EpisodeHits(episode=episode, rank=ranks[episode.pk])
        for episode in public.for_list().filter(pk__in=ranks)
    }
    for segment in segments:
        hit = Hit(snippet=_marked(segment.headline), segment=segment, start=segment.start)
        found[segment.episode_id].in_notes.append(hit)
    for passage in passages:
        hits = found[passage.transcript.episode_id]
        start = _moment(passage)
        segment = hits.episode.segment_at(start)
        hits.in_speech.append(Hit(snippet=_marked(passage.headline), start=start, segment=segment))
    return Results(episodes=sorted(found.values(), key=lambda hits: -hits.rank))


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
