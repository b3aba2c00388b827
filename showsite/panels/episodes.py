"""What comes next, and what it still lacks; what waits for its moment; what nobody has finished."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Trim
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from episodes.models import Episode
from episodes.notes.document import SegmentKind
from showsite.panels.panel import Check, Desk, Line, Panel, ago, change_url, list_url, panel_of

WITHOUT_START: Final = (SegmentKind.INTRO, SegmentKind.LINKS)


def next_episodes(desk: Desk) -> Panel | None:
    """Of each show the one that comes first: scheduled, else the draft with the next number. Two queries."""
    seen = desk.rows(Episode)
    if seen is None:
        return None
    rows = _with_what_is_there(_next_of_each(seen, desk))
    return Panel(
        name="next",
        title=ngettext("The next episode", "The next episodes", len(rows)),
        lines=[_next_line(row, desk) for row in rows],
        total=len(rows),
        quiet=_("No episode is in the making."),
        form="next",
    )


def _next_of_each(seen: QuerySet[Episode], desk: Desk) -> list[int]:
    later = Episode.objects.published(desk.now).filter(show=OuterRef("show"), number__gte=OuterRef("number"))
    unpublished = _of_shows(seen, desk).exclude(published_at__lte=desk.now)
    ordered = unpublished.annotate(is_left_behind=Exists(later)).order_by(
        "show_id",
        F("published_at").asc(nulls_last=True),
        "is_left_behind",
        F("number").asc(nulls_last=True),
        "-changed_at",
    )
    return list(ordered.distinct("show_id").values_list("pk", flat=True))


def _with_what_is_there(keys: list[int]) -> list[Any]:
    starting = ~Q(segments__kind__in=WITHOUT_START)
    return list(
        Episode.objects.filter(pk__in=keys)
        .with_transcript_flag()
        .annotate(
            notes_length=Length(Trim("notes")),
            person_count=Count("credits", distinct=True),
            segment_count=Count("segments", filter=starting, distinct=True),
            start_count=Count("segments", filter=starting & Q(segments__start__isnull=False), distinct=True),
        )
        .defer("notes", "notes_html")
        .order_by(F("published_at").asc(nulls_last=True), "show", "number")
    )


def _next_line(row: Any, desk: Desk) -> Line:
    return Line(
        text=str(row),
        url=change_url(Episode, row.pk),
        note=desk.of_show(_when(row) if row.published_at else _("a draft"), row.show_id),
        checks=checks_of(row, change_url(Episode, row.pk)),
    )


def checks_of(row: Any, url: str) -> list[Check]:
    """What a host sees to before an episode goes out, in the order of the work."""
    missing = row.segment_count - row.start_count
    starts = (
        ngettext("the start of %(count)s segment", "the starts of %(count)s segments", missing)
        if missing
        else _("the starts of segments")
    )
    found = [
        (_("a title"), "id_title", bool(row.title)),
        (_("notes"), "id_notes", bool(row.notes_length)),
        (_("people"), "credits-group", bool(row.person_count)),
        (_("audio"), "id_audio_file", row.has_audio),
        (_("a transcript"), "id_transcript_file", row.has_transcript),
        (starts % {"count": missing}, "segments-group", bool(row.segment_count) and not missing),
        (_("a date"), "id_published_at_0", row.published_at is not None),
    ]
    return [Check(text=text, url=f"{url}#{place}", done=done) for text, place, done in found]


def scheduled(desk: Desk) -> Panel | None:
    seen = desk.rows(Episode)
    if seen is None:
        return None
    rows = _of_shows(seen, desk).filter(published_at__gt=desk.now)
    return panel_of(
        rows.defer("notes", "notes_html").order_by("published_at", "pk"),
        lambda row: Line(
            text=str(row), url=change_url(Episode, row.pk), note=desk.of_show(_when(row), row.show_id)
        ),
        name="scheduled",
        title=_("Scheduled"),
        more=list_url(Episode, "state=scheduled"),
        quiet=_("Nothing is scheduled."),
    )


def drafts(desk: Desk) -> Panel | None:
    seen = desk.rows(Episode)
    if seen is None:
        return None
    rows = _of_shows(seen, desk).filter(published_at=None)
    return panel_of(
        rows.defer("notes", "notes_html").order_by("-changed_at", "-pk"),
        lambda row: Line(
            text=str(row),
            url=change_url(Episode, row.pk),
            note=desk.of_show(_changed(row, desk), row.show_id),
        ),
        name="drafts",
        title=_("Drafts"),
        more=list_url(Episode, "state=draft"),
        quiet=_("There are no drafts."),
    )


def _of_shows(seen: QuerySet[Episode], desk: Desk) -> QuerySet[Episode]:
    return seen.filter(show__in=desk.shows)


def _when(row: Episode) -> str:
    return date_format(localtime(row.published_at), "D j M Y, H:i")


def _changed(row: Episode, desk: Desk) -> str:
    return _("changed %(ago)s") % {"ago": ago(row.changed_at, desk.now)}
