"""Where the words stand, best first: candidates are capped before they are ranked, so that the cost is bounded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import DurationField, F, QuerySet, Value
from django.db.models.functions import Cast

from episodes.models import Link, Segment
from episodes.models.episode import EpisodeQuerySet
from transcripts.models import Passage

# Of what fits a query so many of the newest are ranked, and so many of the best are looked at.
CANDIDATES: Final = 200
BEST: Final = 40
# Private-use characters mark a hit: nobody types them, and they survive escaping.
HIT_STARTS, HIT_ENDS = "\ue000", "\ue001"

_NO_TIME: Final = Cast(Value(None), DurationField())
_NO_LINK: Final = (Value(""), Value(""), Value(""))


class Place(NamedTuple):
    """``key`` is that of a passage, or of a segment: for a link the one that it stands in."""

    kind: str
    key: int
    episode: int
    start: timedelta | None
    rank: float
    text: str
    url: str
    site: str


def english(text: str) -> SearchQuery:
    return SearchQuery(text, search_type="websearch", config="english")


def places(public: EpisodeQuerySet, text: str, where: str) -> list[Place]:
    """The best of each kind by one query: "title", "segment" and "link" unless only speech is asked for, "passage"
    unless only notes are."""
    kinds = []
    if where != "spoken":
        kinds += [_titles(public, text), _segments(public, text), _links(public, text)]
    if where != "notes":
        kinds.append(_passages(public, text))
    found = [Place(*row) for row in kinds[0].union(*kinds[1:], all=True)]
    return sorted(found, key=lambda place: (-place.rank, -place.key))


def _titles(public: EpisodeQuerySet, text: str) -> QuerySet[Any]:
    return _best(public, english(text)).values_list(
        Value("title"), Value(0), "pk", _NO_TIME, "rank", *_NO_LINK
    )


def _segments(public: EpisodeQuerySet, text: str) -> QuerySet[Any]:
    best = _best(Segment.objects.filter(episode__in=public), english(text))
    return best.values_list(Value("segment"), "pk", "episode_id", _NO_TIME, "rank", *_NO_LINK)


def _links(public: EpisodeQuerySet, text: str) -> QuerySet[Any]:
    query = SearchQuery(text, search_type="websearch", config="simple")
    best = _best(Link.objects.filter(segment__episode__in=public), query)
    return best.values_list(
        Value("link"), "segment_id", "segment__episode_id", _NO_TIME, "rank", "text", "url", "site"
    )


def _passages(public: EpisodeQuerySet, text: str) -> QuerySet[Any]:
    best = _best(
        Passage.objects.filter(transcript__chosen=True, transcript__episode__in=public), english(text)
    )
    return best.values_list(Value("passage"), "pk", "transcript__episode_id", "start", "rank", *_NO_LINK)


def _best(rows: QuerySet[Any], query: SearchQuery) -> QuerySet[Any]:
    candidates = rows.filter(search_vector=query).order_by("-pk").values("pk")[:CANDIDATES]
    ranked = rows.model._default_manager.filter(pk__in=candidates)
    best: QuerySet[Any] = ranked.annotate(rank=SearchRank(F("search_vector"), query))
    return best.order_by("-rank", "-pk")[:BEST]


def headlines(keys: Collection[int], text: str) -> dict[int, str]:
    """Of segments the words around their hits."""
    found = Segment.objects.filter(pk__in=keys).annotate(headline=_headline(text))
    return dict(found.order_by().values_list("pk", "headline"))


def with_headlines(keys: Collection[int], text: str) -> dict[int, Any]:
    """Passages, each with ``headline``, the words around its hits."""
    found = Passage.objects.filter(pk__in=keys).annotate(headline=_headline(text)).order_by()
    return {passage.pk: passage for passage in found.defer("search_vector")}


def _headline(text: str) -> SearchHeadline:
    """It costs as much as a ranking: for what is shown alone."""
    return SearchHeadline(
        "text",
        english(text),
        start_sel=HIT_STARTS,
        stop_sel=HIT_ENDS,
        max_words=30,
        min_words=12,
        config="english",
    )
