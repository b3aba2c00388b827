"""How often the last episodes were downloaded."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from downloads import figures
from episodes.models import Episode
from showsite.panels.panel import Desk, Line, Panel

NEWEST: Final = 5


def downloads(desk: Desk) -> Panel | None:
    """Two queries a show."""
    if desk.rows(Episode) is None:
        return None
    lines = []
    for show in desk.shows:
        since = figures.counted_since(show)
        rows = figures.episode_rows(show, since, desk.now) if since else []
        lines += [
            Line(
                text=str(row.episode),
                url=reverse("downloads:episode", args=[row.episode.pk]),
                note=desk.of_show("", show.pk),
                numbers=[*row.windows, row.total],
            )
            for row in rows[:NEWEST]
        ]
    return Panel(
        name="downloads",
        title=_("Downloads of the last episodes"),
        lines=lines,
        total=len(lines),
        more=reverse("downloads:overview"),
        quiet=_("Nothing was downloaded yet."),
        columns=[_("First day"), _("7 days"), _("30 days"), _("In all")],
        form="numbers",
    )
