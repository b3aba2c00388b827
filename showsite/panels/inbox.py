"""What listeners sent and nobody has answered. It is hostile text: it is shown as text, cut to a line."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from inbox.models import Correction, Story
from showsite.panels.panel import Desk, Line, Panel, change_url, list_url, panel_of


def stories(desk: Desk) -> Panel | None:
    seen = desk.rows(Story)
    if seen is None:
        return None
    rows = seen.filter(show__in=desk.shows, state=Story.State.WAITING)
    return panel_of(
        rows.order_by("-sent_at", "-pk"),
        lambda row: Line(
            text=row.host,
            url=change_url(Story, row.pk),
            note=desk.of_show(Truncator(row.why).chars(90), row.show_id),
        ),
        name="stories",
        title=_("Stories from listeners"),
        more=list_url(Story, "state__exact=waiting"),
        quiet=_("No story waits in the inbox."),
    )


def corrections(desk: Desk) -> Panel | None:
    seen = desk.rows(Correction)
    if seen is None:
        return None
    rows = seen.filter(episode__show__in=desk.shows, state=Correction.State.WAITING)
    return panel_of(
        rows.order_by("-sent_at", "-pk"),
        lambda row: Line(
            text=str(row),
            url=change_url(Correction, row.pk),
            note=desk.of_show(Truncator(row.suggestion).chars(90), row.episode.show_id),
        ),
        name="corrections",
        title=_("Corrections from listeners"),
        more=list_url(Correction, "state__exact=waiting"),
        quiet=_("No correction waits in the inbox."),
    )
