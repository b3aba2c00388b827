"""What was said in an episode, as far as its pages show it beside the notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from episodes.models import Episode

# So much of what was said stands on the episode's own page.
PREVIEW = timedelta(seconds=45)


def opening(episode: Episode) -> Any:
    return said_between(episode, timedelta(0), PREVIEW)


def said_between(episode: Episode, start: timedelta | None, end: timedelta | None) -> Any:
    """The turns from a moment to another; none where a moment or the transcript is missing. One query."""
    if start is None or not getattr(episode, "has_transcript", True):
        return ()
    return episode.transcripts.filter(chosen=True, has_times=True).turns_between(start, end)
