"""Labels of transcripts that mean nobody yet: pages show the label, and nobody finds the words by a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F
from django.utils.translation import gettext as _

from episodes.models import Episode
from showsite.panels.panel import LINES, Desk, Line, Panel, change_url
from transcripts.models import Speaker, Transcript


def unmapped_speakers(desk: Desk) -> Panel | None:
    seen = desk.rows(Transcript)
    if seen is None:
        return None
    transcripts = seen.filter(episode__show__in=desk.shows, chosen=True).order_by().values("pk")
    found = (
        Speaker.objects.filter(person=None, transcript__in=transcripts)
        .order_by()
        .values(
            "transcript",
            "transcript__episode__number",
            "transcript__episode__title",
            "transcript__episode__show",
        )
        .annotate(labels=ArrayAgg("label", order_by="id"))
        .order_by(F("transcript__episode__number").desc(nulls_last=True), "-transcript")
    )
    return Panel(
        name="speakers",
        title=_("Who speaks?"),
        lines=[
            Line(
                text=_episode(row),
                url=f"{change_url(Transcript, row['transcript'])}#speakers-group",
                note=desk.of_show(", ".join(row["labels"][:4]), row["transcript__episode__show"]),
            )
            for row in found[:LINES]
        ],
        total=found.count(),
        quiet=_("Every speaker of a transcript is known."),
    )


def _episode(row: Mapping[str, Any]) -> str:
    return str(Episode(number=row["transcript__episode__number"], title=row["transcript__episode__title"]))
