"""Where the words stand, best first: candidates are capped before they are ranked, so that the cost is bounded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, QuerySet

from episodes.models import Link, Segment
from episodes.models.episode import EpisodeQuerySet
from transcripts.models import Passage

# Of what fits a query so many of the newest are ranked, and so many of the best are looked at.
CANDIDATES: Final = 200
BEST: Final = 40
# Private-use characters mark a hit: nobody types them, and they survive escaping.
HIT_STARTS, HIT_ENDS = "\ue000", "\ue001"

Row = tuple[Any, ...]


def english(text: str) -> SearchQuery:
    return SearchQuery(text, search_type="websearch", config="english")


def titles(public: EpisodeQuerySet, text: str) -> list[Row]:
    """(episode, rank)"""
    return _best(public, english(text), "pk")


def segments(public: EpisodeQuerySet, text: str) -> list[Row]:
    """(segment, episode, rank)"""
    return _best(Segment.objects.filter(episode__in=public), english(text), "pk", "episode_id")


def links(public: EpisodeQuerySet, text: str) -> list[Row]:
    """(segment, episode, text, address, site, rank)"""
    query = SearchQuery(text, search_type="websearch", config="simple")
    columns = ("segment_id", "segment__episode_id", "text", "url", "site")
    return _best(Link.objects.filter(segment__episode__in=public), query, *columns)


def passages(public: EpisodeQuerySet, text: str) -> list[Row]:
    """(passage, episode, start, rank)"""
    speech = Passage.objects.filter(transcript__chosen=True, transcript__episode__in=public)
    return _best(speech, english(text), "pk", "transcript__episode_id", "start")


def _best(rows: QuerySet[Any], query: SearchQuery, *columns: str) -> list[Row]:
    candidates = rows.filter(search_vector=query).order_by("-pk").values("pk")[:CANDIDATES]
    ranked = rows.model._default_manager.filter(pk__in=candidates)
    best = ranked.annotate(rank=SearchRank(F("search_vector"), query)).order_by("-rank", "-pk")
    return list(best.values_list(*columns, "rank")[:BEST])


def with_headlines(rows: QuerySet[Any], keys: Collection[int], text: str) -> dict[int, Any]:
    """The rows of these keys, each with ``headline``, the words around its hits. A headline costs as much as a
    ranking: they are made for what is shown alone."""
    headline = SearchHeadline(
        "text",
        english(text),
        start_sel=HIT_STARTS,
        stop_sel=HIT_ENDS,
        max_words=30,
        min_words=12,
        config="english",
    )
    found = rows.filter(pk__in=keys).annotate(headline=headline).defer("search_vector")
    return {row.pk: row for row in found}
