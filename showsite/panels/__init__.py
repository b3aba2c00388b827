"""The hosts' desk: what waits for a host, each in a panel. Another panel is another line of ``PANELS``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from episodes.models import Episode, Show
from showsite.panels.audio import broken_audio
from showsite.panels.downloads import downloads
from showsite.panels.episodes import drafts, next_episodes, scheduled
from showsite.panels.inbox import corrections, stories
from showsite.panels.jobs import failed_jobs
from showsite.panels.links import broken_links
from showsite.panels.panel import Desk, MakePanel, Panel, rows_for
from showsite.panels.speakers import unmapped_speakers

# In the order of the page. Each asks a fixed number of queries, and is None for those who may not see its rows.
PANELS: Final[Sequence[MakePanel]] = (
    next_episodes,
    scheduled,
    drafts,
    stories,
    corrections,
    broken_audio,
    failed_jobs,
    broken_links,
    unmapped_speakers,
    downloads,
)


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """``shows`` are those to choose from, where there are several."""

    panels: Sequence[Panel]
    quiet: Sequence[str]
    shows: Sequence[Show]
    chosen: int | None


def lay_out(request: HttpRequest) -> LaidOut:
    shows = shows_for(request)
    wanted = request.GET.get("show", "")
    chosen = [show for show in shows if str(show.pk) == wanted]
    looked_at = chosen or shows
    desk = Desk(request=request, shows=looked_at, now=timezone.now(), names_shows=len(looked_at) > 1)
    panels = [panel for panel in (make(desk) for make in PANELS) if panel]
    return LaidOut(
        panels=[panel for panel in panels if panel.lines],
        quiet=[panel.quiet for panel in panels if not panel.lines],
        shows=shows if len(shows) > 1 else [],
        chosen=chosen[0].pk if chosen else None,
    )


def shows_for(request: HttpRequest) -> list[Show]:
    """Those whose settings may be seen, and those of which an episode may."""
    shows, episodes = rows_for(request, Show), rows_for(request, Episode)
    known = Show.objects.none() if shows is None else Show.objects.filter(pk__in=shows.values("pk"))
    if episodes is not None:
        known |= Show.objects.filter(pk__in=episodes.order_by().values("show"))
    return list(known.order_by("title", "pk"))
