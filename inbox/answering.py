"""What hosts decide of what listeners sent."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from inbox.models import Correction, Story
from transcripts.correcting import correct_line


def plan(stories: QuerySet[Story]) -> int:
    return stories.update(state=Story.State.PLANNED, episode=None)


def leave_out(stories: QuerySet[Story]) -> int:
    return stories.update(state=Story.State.NOT_USED, episode=None)


@transaction.atomic
def apply_correction(correction: Correction) -> bool:
    """Whether the line still read as the listener saw it, and so reads as suggested now."""
    applied = correct_line(
        correction.episode, start=correction.start, was=correction.text, text=correction.suggestion
    )
    if applied:
        correction.state = Correction.State.APPLIED
        correction.save(update_fields=["state"])
    return applied
