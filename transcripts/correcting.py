"""A line by its moment, and what was heard wrong in it put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from episodes.models import Episode
from episodes.vocabulary import remember
from transcripts.models import Cue, Transcript
from transcripts.rows import rewrite_passages

# Pages write moments to the hundredth of a second, rounded either way.
ROUNDED: Final = timedelta(milliseconds=5)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What was said at a moment, and right before and after it."""

    before: Cue | None
    cue: Cue
    after: Cue | None


def lines_at(episode: Episode, moment: timedelta) -> Lines | None:
    """None where nobody knows what was said when: no transcript, or one without times."""
    transcript = Transcript.objects.filter(episode=episode, chosen=True, has_times=True).first()
    if transcript is None:
        return None
    begun = transcript.cues.filter(start__lte=moment + ROUNDED).order_by("-start", "order")
    cue = begun.first() or transcript.cues.order_by("start", "order").first()
    if cue is None:
        return None
    beside = {one.order: one for one in transcript.cues.filter(order__in=(cue.order - 1, cue.order + 1))}
    return Lines(before=beside.get(cue.order - 1), cue=cue, after=beside.get(cue.order + 1))


@transaction.atomic
def correct_line(episode: Episode, *, start: timedelta, was: str, text: str) -> bool:
    """Whether the line still read as it was, and so reads ``text`` now; search finds the new words."""
    cues = Cue.objects.filter(transcript__episode=episode, transcript__chosen=True, start=start, text=was)
    cue = cues.select_for_update(of=("self",)).select_related("transcript").first()
    if cue is None:
        return False
    cue.correct(text)
    rewrite_passages(cue.transcript)
    return True


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """The keys of the cues that read otherwise now, and of those that somebody else has changed meanwhile."""

    changed: frozenset[int]
    refused: frozenset[int]


@transaction.atomic
def correct_cues(transcript: Transcript, wanted: Mapping[int, tuple[str, str]]) -> Corrected:
    """Many lines at once, each by its key: as it was when somebody looked, and as it should read."""
    changes = {pk: pair for pk, pair in wanted.items() if pair[0] != pair[1]}
    cues = list(transcript.cues.select_for_update().filter(pk__in=changes))
    unchanged = [cue for cue in cues if cue.text == changes[cue.pk][0]]
    for cue in unchanged:
        cue.reads(changes[cue.pk][1])
    if unchanged:
        Cue.objects.bulk_update(unchanged, ["text", "was"], batch_size=500)
        rewrite_passages(transcript)
        remember(transcript.episode.show, (cue.text for cue in unchanged))
    changed = frozenset(cue.pk for cue in unchanged)
    return Corrected(changed=changed, refused=frozenset(changes) - changed)


@transaction.atomic
def correct_lines(transcript: Transcript, corrections: Iterable[Mapping[str, Any]]) -> None:
    """Those of another installation, by the place of each line (``cue``), where it reads as it ``was`` there."""
    wanted = {one["cue"]: one for one in corrections if one.get("text")}
    cues = [
        cue for cue in transcript.cues.filter(order__in=wanted) if cue.text == wanted[cue.order].get("was")
    ]
    for cue in cues:
        cue.correct(wanted[cue.order]["text"])
    if cues:
        rewrite_passages(transcript)
