"""Audio that was sent and is not in use: refused, or cut on its way."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from episodes.models import Episode, Recording
from showsite.panels.panel import Desk, Line, Panel, ago, change_url, panel_of

State = Recording.State


def broken_audio(desk: Desk) -> Panel | None:
    """Of each episode its newest recording alone: what a better file has replaced is no trouble any more."""
    seen = desk.rows(Episode)
    if seen is None:
        return None
    at_the_same_time = Q(uploaded_at=OuterRef("uploaded_at"), pk__gt=OuterRef("pk"))
    newer = Recording.objects.filter(episode=OuterRef("episode")).filter(
        Q(uploaded_at__gt=OuterRef("uploaded_at")) | at_the_same_time
    )
    rows = Recording.objects.filter(
        ~Exists(newer),
        state__in=[State.REFUSED, State.UPLOADING],
        episode__in=seen.filter(show__in=desk.shows).order_by().values("pk"),
    )
    listed = rows.select_related("episode").defer("episode__notes", "episode__notes_html")
    return panel_of(
        listed.order_by("-uploaded_at", "-pk"),
        lambda row: Line(
            text=str(row.episode),
            url=f"{change_url(Episode, row.episode_id)}#id_audio_file",
            note=desk.of_show(_what(row, desk), row.episode.show_id),
        ),
        name="audio",
        title=_("Audio that did not arrive"),
        quiet=_("All audio has arrived."),
    )


def _what(row: Recording, desk: Desk) -> str:
    if row.state == State.REFUSED:
        return f"{row.name}: {row.refusal}"
    said = _("%(name)s began %(ago)s and is not here yet. If it was cut, choose the file again: it goes on.")
    return said % {"name": row.name, "ago": ago(row.uploaded_at, desk.now)}
