"""Where the segments of an episode start, from its transcript into rows: at once where that is sure, else for a host
to say. What a person has said is never moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks import task

from episodes.announcing import announce_episode
from episodes.cards.making import draw_cards_soon
from episodes.models import Episode, Segment
from episodes.models.segment import SURE
from episodes.notes.document import SegmentKind
from transcripts.alignment import Placement, SegmentText, align
from transcripts.models import Transcript

# A start that was refused is not proposed again when the next run finds it a little to the side.
SAME: Final = timedelta(seconds=15)
FIELDS: Final = (
    "start",
    "start_origin",
    "proposed_start",
    "proposed_confidence",
    "proposed_evidence",
    "proposal_refused",
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """How many segments of an episode have a start that a person gave, one that is used, one to confirm, or none."""

    confirmed: int = 0
    used: int = 0
    to_confirm: int = 0
    unheard: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            confirmed=self.confirmed + other.confirmed,
            used=self.used + other.used,
            to_confirm=self.to_confirm + other.to_confirm,
            unheard=self.unheard + other.unheard,
        )


def find_chapters(episode: Episode) -> Found:
    """Look once more where each segment starts. An episode without a transcript that has times stays as it is."""
    transcript = Transcript.objects.filter(episode=episode, chosen=True, has_times=True).first()
    if transcript is None:
        return Found()
    placed = _placements(list(episode.segments.prefetch_related("links")), transcript)
    with transaction.atomic():
        rows = list(episode.segments.select_for_update())
        changed = [row for row in rows if _settle(row, placed.get(row.pk), episode.audio_duration)]
        Segment.objects.bulk_update(changed, FIELDS)
        if changed and episode.published_at:
            announce_episode(episode)
            draw_cards_soon(episode)
    return Found(
        confirmed=sum(row.start_confirmed for row in rows),
        used=sum(row.start_is_found for row in rows),
        to_confirm=sum(row.awaits_a_host for row in rows),
        unheard=sum(row.start is None and row.proposed_start is None for row in rows),
    )


def _placements(rows: Sequence[Segment], transcript: Transcript) -> Mapping[int, Placement]:
    """What was found, by the segment's id."""
    parts = segment_texts(rows)
    placed = align([text for _, text in parts], transcript.read_cues())
    return {parts[one.segment][0].pk: one for one in placed}


def segment_texts(rows: Iterable[Segment]) -> list[tuple[Segment, SegmentText]]:
    """What the notes say of each part, with the segment that starts it: the extras of several hosts are one part."""
    parts: list[list[Segment]] = []
    for row in rows:
        if parts and row.kind == SegmentKind.EXTRA == parts[-1][0].kind:
            parts[-1].append(row)
        else:
            parts.append([row])
    return [(together[0], _text(together[0], together)) for together in parts]


def _text(first: Segment, together: Sequence[Segment]) -> SegmentText:
    return SegmentText(
        kind=first.kind,
        title=first.title,
        host=first.person.name if first.person else first.host_name,
        body="\n".join(row.text for row in together),
        urls=tuple(
            url for row in together for url in (row.url, *(link.url for link in row.links.all())) if url
        ),
    )


def _settle(row: Segment, placed: Placement | None, length: timedelta | None) -> bool:
    """Set a row to what was found; whether that changed anything."""
    before = [getattr(row, field) for field in FIELDS]
    if placed is None or (length is not None and placed.start >= length):
        row.proposed_start = row.proposed_confidence = None
        row.proposed_evidence, row.proposal_refused = "", False
    else:
        row.proposal_refused = row.proposal_refused and _is_near(row.proposed_start, placed.start)
        row.proposed_start, row.proposed_confidence = placed.start, placed.confidence
        row.proposed_evidence = placed.evidence
    if not row.start_confirmed:
        _use(row)
    return before != [getattr(row, field) for field in FIELDS]


def _use(row: Segment) -> None:
    sure = row.proposed_confidence is not None and row.proposed_confidence >= SURE
    if sure and not row.proposal_refused:
        row.start, row.start_origin = row.proposed_start, Segment.StartOrigin.FOUND
    else:
        row.start, row.start_origin = None, Segment.StartOrigin.UNKNOWN


def _is_near(one: timedelta | None, other: timedelta) -> bool:
    return one is not None and abs(one - other) <= SAME


def to_be_looked_at() -> QuerySet[Episode]:
    """Episodes that have words with times, and segments of which nobody knows yet when they start."""
    spoken = Transcript.objects.filter(episode=OuterRef("pk"), chosen=True, has_times=True)
    unknown = Segment.objects.filter(
        Q(start__isnull=True, proposed_start__isnull=True),
        episode=OuterRef("pk"),
        kind__in=[SegmentKind.TOPIC, SegmentKind.SPONSOR, SegmentKind.JOKE, SegmentKind.INTRO],
    )
    return Episode.objects.filter(Exists(spoken), Exists(unknown)).order_by("pk")


def with_words() -> QuerySet[Episode]:
    spoken = Transcript.objects.filter(episode=OuterRef("pk"), chosen=True, has_times=True)
    return Episode.objects.filter(Exists(spoken)).order_by("pk")


def find_soon(episode: Episode) -> None:
    """After the notes or the transcript of an episode have changed: look again, in the background."""
    transaction.on_commit(partial(find_chapters_of.enqueue, episode.pk))


def find_all_soon(show_id: int) -> None:
    """After many have changed at once."""
    transaction.on_commit(partial(find_chapters_of_show.enqueue, show_id))


@task(priority=5)
def find_chapters_of(pk: int) -> str:
    """Before the tagging of audio that waits beside it: tags hold the chapters."""
    episode = Episode.objects.filter(pk=pk).select_related("show").first()
    if episode is None:
        return "gone"
    found = find_chapters(episode)
    return f"{found.used} used, {found.to_confirm} to confirm"


@task(priority=-5)
def find_chapters_of_show(show_id: int) -> str:
    episodes = to_be_looked_at().filter(show=show_id).select_related("show").defer("notes", "notes_html")
    total = sum((find_chapters(episode) for episode in episodes.iterator(chunk_size=50)), Found())
    return f"{total.used} used, {total.to_confirm} to confirm"
