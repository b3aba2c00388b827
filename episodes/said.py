"""What was said in an episode, as far as its pages show it beside the notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from episodes.models import Episode


def opening(episode: Episode) -> Any:
    """The first turns of an episode that was fetched with ``for_own_page``: asks the database for nothing."""
    return episode.transcripts.turns_of(episode.opening_cues)


def said_between(episode: Episode, start: timedelta | None, end: timedelta | None) -> Any:
    """The turns from a moment to another; none where a moment or the transcript is missing. One query."""
    if start is None or not getattr(episode, "has_transcript", True):
        return ()
    return episode.transcripts.filter(chosen=True, has_times=True).turns_between(start, end)
