"""A show's glossary put to its transcripts: what would change, and the changing, in the background."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task

from episodes.acting import acting_as
from episodes.models import Show
from episodes.timestamps import format_timestamp
from transcripts.correcting import correct_cues
from transcripts.glossary import PutRight, Rule, put_right, rough_pattern
from transcripts.models import Cue, GlossaryRun, Transcript

LISTED: Final = 500
CHUNK: Final = 5000

State = GlossaryRun.State


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line as it reads and as it would read, and where it is."""

    transcript_id: int
    start: timedelta
    episode: str
    was: str
    text: str

    @property
    def start_text(self) -> str:
        return format_timestamp(self.start)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """``lines`` are the first ones, newest episode first; ``total`` counts all, in ``transcripts`` transcripts."""

    lines: list[Change]
    total: int
    transcripts: int


def rules_of(show: Show) -> list[Rule]:
    return [term.rule for term in show.glossary.all()]


def preview(show: Show) -> Preview:
    """Looks at every line that holds a word of the glossary; two queries."""
    rules = rules_of(show)
    right = put_right(rules)
    lines: list[Change] = []
    counts: Counter[int] = Counter()
    rows = _candidates(show, rules).values_list(
        "transcript_id", "start", "text", "transcript__episode__number", "transcript__episode__title"
    )
    for transcript_id, start, was, number, title in rows.iterator(chunk_size=CHUNK):
        if (text := right(was)) != was:
            counts[transcript_id] += 1
            if len(lines) < LISTED:
                episode = " · ".join(str(part) for part in (number, title) if part not in (None, ""))
                lines.append(
                    Change(transcript_id=transcript_id, start=start, episode=episode, was=was, text=text)
                )
    return Preview(lines=lines, total=counts.total(), transcripts=len(counts))


def start_run(show: Show, user: Any) -> GlossaryRun:
    """The run of a show that waits or works already, else a new one."""
    active = show.glossary_runs.exclude(state=State.DONE).first()
    if active is not None and not active.is_stalled():
        return active
    if active is None:
        active = GlossaryRun.objects.create(show=show, asked_by=user)
    GlossaryRun.objects.filter(pk=active.pk).update(updated_at=timezone.now())
    run_pk = active.pk
    transaction.on_commit(lambda: apply_glossary.enqueue(run_pk))
    return active


@task()
def apply_glossary(pk: int) -> str:
    """May be done twice: a line that reads as it is meant is not changed."""
    runs = GlossaryRun.objects.select_related("show", "asked_by")
    run = runs.filter(pk=pk).exclude(state=State.DONE).first()
    if run is None:
        return "gone"
    rules = rules_of(run.show)
    counts = _counts(run.show, rules)
    _tell(run, state=State.RUNNING, done=0, total=counts.total())
    with acting_as(str(run.asked_by or "")):
        for transcript_id in counts:
            changed = put_transcript_right(transcript_id, rules)
            _tell(run, done=F("done") + changed)
    _tell(run, state=State.DONE)
    return f"{counts.total()} lines"


def _tell(run: GlossaryRun, **values: Any) -> None:
    GlossaryRun.objects.filter(pk=run.pk).update(updated_at=timezone.now(), **values)


def _counts(show: Show, rules: list[Rule]) -> Counter[int]:
    right = put_right(rules)
    rows = _candidates(show, rules).values_list("transcript_id", "text")
    return Counter(key for key, text in rows.iterator(chunk_size=CHUNK) if right(text) != text)


def _candidates(show: Show, rules: list[Rule]) -> QuerySet[Cue]:
    cues = Cue.objects.filter(transcript__episode__show=show)
    if not rules:
        return cues.none()
    return cues.filter(text__iregex=rough_pattern(rules)).order_by(
        F("transcript__episode__number").desc(nulls_last=True), "-transcript", "order"
    )


def put_transcript_right(transcript_id: int, rules: list[Rule]) -> int:
    """How many lines of a transcript changed. What the file said is kept beside each."""
    if not rules:
        return 0
    right: PutRight = put_right(rules)
    with transaction.atomic():
        transcript = Transcript.objects.select_for_update().filter(pk=transcript_id).first()
        if transcript is None:
            return 0
        said = transcript.cues.filter(text__iregex=rough_pattern(rules)).values_list("pk", "text")
        wanted = {pk: (text, right(text)) for pk, text in said if right(text) != text}
        return len(correct_cues(transcript, wanted).changed)
