"""Search: titles, segments of the notes, links, and minutes of speech, ranked and grouped by episode.

Only what ``published()`` lets through is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from episodes.models import Credit, Person, Segment, Show, Topic
from episodes.vocabulary import corrections
from showsite.search import ranking
from showsite.search.question import Question
from showsite.search.results import EpisodeHits, Hit, Results
from transcripts.models import Passage

__all__ = ["EpisodeHits", "Hit", "Question", "Results", "find", "suggestion"]

EPISODES: Final = 12
PLACES_SHOWN: Final = 3
NAMED: Final = 5


@dataclass(kw_only=True)
class _Found:
    """The places of an episode by their keys, best first."""

    rank: float = 0.0
    segments: list[int] = field(default_factory=list)
    links: dict[int, ranking.Row] = field(default_factory=dict)
    passages: list[tuple[int, timedelta]] = field(default_factory=list)

    @property
    def in_notes(self) -> list[int]:
        """Segments; after them those that are found by a link of theirs alone."""
        return [*self.segments, *(key for key in self.links if key not in self.segments)]


def find(show: Show, question: Question) -> Results:
    """The best episodes of a show where the words stand. Twelve queries at most, whatever is found."""
    found = _look(show, question)
    best = sorted(found, key=lambda episode: (-found[episode].rank, -episode))[:EPISODES]
    shown = {key: found[key] for key in best}
    notes = {key for one in shown.values() for key in one.in_notes[:PLACES_SHOWN]}
    speech = {key for one in shown.values() for key, _ in one.passages[:PLACES_SHOWN]}
    segments = Segment.objects.select_related("person").defer("source", "html")
    marked_segments = ranking.with_headlines(segments, notes, question.q) if notes else {}
    marked_passages = ranking.with_headlines(Passage.objects.all(), speech, question.q) if speech else {}
    episodes = show.episodes.published().for_list().in_bulk(best) if best else {}

    hits = []
    for key, one in shown.items():
        if key not in episodes:
            continue
        episode = episodes[key]
        in_notes = [marked_segments[pk] for pk in one.in_notes[:PLACES_SHOWN] if pk in marked_segments]
        in_speech = [marked_passages[pk] for pk, _ in one.passages[:PLACES_SHOWN] if pk in marked_passages]
        moments = {passage.pk: _moment(passage) for passage in in_speech}
        hits.append(
            EpisodeHits(
                episode=episode,
                notes=len(one.in_notes),
                speech=len(one.passages),
                moments=[moments.get(pk, start).total_seconds() for pk, start in one.passages],
                in_notes=[_in_notes(segment, one) for segment in in_notes],
                in_speech=[
                    Hit(
                        snippet=_marked(passage.headline),
                        start=moments[passage.pk],
                        segment=episode.segment_at(moments[passage.pk]),
                    )
                    for passage in in_speech
                ],
            )
        )
    return Results(episodes=hits, also=[] if question.is_narrow else _called(show, question.q))


def suggestion(show: Show, question: Question) -> tuple[Question, int] | None:
    """What was meant, with the number of places where it stands: only what finds something is suggested."""
    for text in corrections(show, question.q):
        meant = replace(question, q=text)
        if total := find(show, meant).total:
            return meant, total
    return None


def _look(show: Show, question: Question) -> dict[int, _Found]:
    """The places by episode: four queries."""
    public = question.episodes(show)
    found: dict[int, _Found] = defaultdict(_Found)
    if question.place != "spoken":
        for episode, rank in ranking.titles(public, question.q):
            found[episode].rank = max(found[episode].rank, 2 * rank)
        for segment, episode, rank in ranking.segments(public, question.q):
            found[episode].segments.append(segment)
            found[episode].rank = max(found[episode].rank, rank)
        for row in ranking.links(public, question.q):
            found[row[1]].links.setdefault(row[0], row)
            found[row[1]].rank = max(found[row[1]].rank, row[-1])
    if question.place != "notes":
        for passage, episode, start, rank in ranking.passages(public, question.q):
            found[episode].passages.append((passage, start))
            found[episode].rank = max(found[episode].rank, rank)
    return found


def _in_notes(segment: Segment, found: _Found) -> Hit:
    """A link is shown where the words stand in it alone: they may be in its address, which no note shows."""
    row = found.links.get(segment.pk) if segment.pk not in found.segments else None
    if row is None:
        snippet = _marked(segment.headline)  # type: ignore[attr-defined]
    else:
        _, _, text, url, site, _ = row
        snippet = format_html('{} <span class="dom">{}</span>', text or url, site)
    return Hit(snippet=snippet, segment=segment, start=segment.start)


def _called(show: Show, name: str) -> list[Person | Topic]:
    """Whoever is heard, and whatever is talked about, under a name."""
    public = show.episodes.published()
    heard = Credit.objects.filter(person=OuterRef("pk"), episode__in=public)
    about = public.filter(topics=OuterRef("pk"))
    people = Person.objects.filter(Exists(heard), name__icontains=name)[:NAMED]
    return [*people, *show.topics.filter(Exists(about), name__icontains=name)[:NAMED]]


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
