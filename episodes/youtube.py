"""An episode's description for a video page, with chapters as YouTube reads them.

Chapters start at 0:00, there are three or more, and each lasts ten seconds: https://support.google.com/youtube/answer/9884579
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from episodes.languages import speaking_for
from episodes.models import Episode
from episodes.rundown import Rundown
from episodes.timestamps import format_timestamp

FEWEST: Final = 3
SHORTEST: Final = timedelta(seconds=10)
LONGEST: Final = 5000


def youtube_description(episode: Episode, runs: Rundown) -> str:
    """Summary, page, chapters, links; plain text, within YouTube's length. ``<`` and ``>`` are not allowed there."""
    page = episode.show.absolute(episode.get_absolute_url())
    with speaking_for(episode.show):
        parts = [
            episode.summary,
            _("Notes, transcript and links: {address}").format(address=page),
            "\n".join(_chapters(runs)),
            "\n".join(f"{reference.text}: {reference.url}" for reference in runs.references),
        ]
    text = "\n\n".join(part for part in parts if part).replace("<", "‹").replace(">", "›")
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition("\n")[0]


def _chapters(runs: Rundown) -> list[str]:
    marks: list[tuple[timedelta, str]] = []
    for item in runs.by_start:
        start = item.segment.start
        if start is None:
            continue
        if not marks and start > timedelta(0):
            marks.append((timedelta(0), _("Hello")))
        if marks and start - marks[-1][0] < SHORTEST:
            # Two in ten seconds are one; the later says more than the greeting.
            marks[-1] = (marks[-1][0], item.contents_title)
        else:
            marks.append((start, item.contents_title))
    return [f"{format_timestamp(start)} {title}" for start, title in marks] if len(marks) >= FEWEST else []
