"""Search: titles, segments of the notes, links, and minutes of speech, ranked and grouped by episode.

Only what ``published()`` lets through is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from episodes.models import Episode, Segment, Show
from episodes.vocabulary import corrections
from showsite.search import ranking
from showsite.search.choices import choices_of
from showsite.search.question import Question
from showsite.search.results import EpisodeHits, Hit, Results
from transcripts.models import Passage

__all__ = ["EpisodeHits", "Hit", "Question", "Results", "find", "suggestion"]

EPISODES: Final = 12
PLACES_SHOWN: Final = 3
NAMED: Final = 5
# A title says more of an episode than a place within it.
OF_A_TITLE: Final = 2


@dataclass(kw_only=True)
class _Found:
    """The places of an episode by their keys, best first."""

    rank: float = 0.0
    segments: list[int] = field(default_factory=list)
    links: dict[int, ranking.Place] = field(default_factory=dict)
    passages: list[tuple[int, timedelta]] = field(default_factory=list)

    @property
    def in_notes(self) -> list[int]:
        """Segments; after them those that are found by a link of theirs alone."""
        return [*self.segments, *(key for key in self.links if key not in self.segments)]


def find(show: Show, question: Question) -> Results:
    """The best episodes of a show where the words stand. Four queries at most, whatever is found."""
    found = _look(show, question)
    best = sorted(found, key=lambda episode: (-found[episode].rank, -episode))[:EPISODES]
    notes = [key for one in best for key in found[one].in_notes[:PLACES_SHOWN]]
    speech = [key for one in best for key, _ in found[one].passages[:PLACES_SHOWN]]
    in_notes = ranking.headlines(notes, question.q)
    in_speech = ranking.with_headlines(speech, question.q)
    episodes = show.episodes.published().for_list().in_bulk(best) if best else {}
    also = [] if question.is_narrow else choices_of(show).called(question.q, NAMED)
    hits = [_hits(episodes[key], found[key], in_notes, in_speech) for key in best if key in episodes]
    return Results(episodes=hits, also=also)


def _hits(
    episode: Episode, found: _Found, headlines: Mapping[int, str], passages: Mapping[int, Any]
) -> EpisodeHits:
    """What is shown of an episode. What was taken out of it while we looked is left out."""
    parts = {segment.pk: segment for segment in episode.segments.all()}
    moments = {key: _moment(passages[key]) if key in passages else start for key, start in found.passages}
    return EpisodeHits(
        episode=episode,
        notes=len(found.in_notes),
        speech=len(found.passages),
        moments=[moment.total_seconds() for moment in moments.values()],
        in_notes=[
            _in_notes(parts[key], headlines[key], found)
            for key in found.in_notes[:PLACES_SHOWN]
            if key in parts and key in headlines
        ],
        in_speech=[
            Hit(
                snippet=_marked(passages[key].headline),
                start=moments[key],
                segment=episode.segment_at(moments[key]),
            )
            for key in moments
            if key in passages
        ],
    )


def suggestion(show: Show, question: Question) -> tuple[Question, int] | None:
    """What was meant, with the number of places where it stands: only what finds something is suggested."""
    for text in corrections(show, question.q):
        meant = replace(question, q=text)
        if total := find(show, meant).total:
            return meant, total
    return None


def _look(show: Show, question: Question) -> dict[int, _Found]:
    """The places by episode: one query."""
    found: dict[int, _Found] = defaultdict(_Found)
    for place in ranking.places(question.episodes(show), question.q, question.place):
        episode = found[place.episode]
        weight = OF_A_TITLE if place.kind == "title" else 1
        episode.rank = max(episode.rank, weight * place.rank)
        if place.kind == "segment":
            episode.segments.append(place.key)
        elif place.kind == "link":
            episode.links.setdefault(place.key, place)
        elif place.kind == "passage":
            episode.passages.append((place.key, place.start or timedelta(0)))
    return found


def _in_notes(segment: Segment, headline: str, found: _Found) -> Hit:
    """A link is shown where the words stand in it alone: they may be in its address, which no note shows."""
    link = found.links.get(segment.pk) if segment.pk not in found.segments else None
    if link is None:
        snippet = _marked(headline)
    else:
        snippet = format_html('{} <span class="dom">{}</span>', link.text or link.url, link.site)
    return Hit(snippet=snippet, segment=segment, start=segment.start)


def _moment(passage: Passage) -> timedelta:
    """When the first of the marked words is said."""
    headline: str = passage.headline  # type: ignore[attr-defined]
    words = headline.replace(ranking.HIT_STARTS, "").replace(ranking.HIT_ENDS, "")
    begins = passage.text.find(words)
    return (
        passage.start if begins < 0 else passage.moment_of(begins + max(headline.find(ranking.HIT_STARTS), 0))
    )


def _marked(headline: str) -> SafeString:
    """The words around a hit, escaped, with the hit marked."""
    marked = escape(headline).replace(ranking.HIT_STARTS, "<mark>").replace(ranking.HIT_ENDS, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped above; the only tags are ours
