"""What notes would become, if they were saved: everything is done as in earnest, and then taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string

from episodes.mentions import mentions_before
from episodes.models import Credit, Episode
from episodes.notes.apply import apply_notes
from episodes.notes.document import Finding, ParsedNotes, SegmentKind
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import NotesTooHard
from episodes.rundown import rundown

# Less than PostgreSQL's deadlock_timeout (a second): of a preview and a save that wait for each other, the preview
# always gives way.
PATIENCE: Final = "300ms"


class NotNow(Exception):
    """Somebody is saving what the preview would have to touch."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """``page`` and ``found`` are HTML; findings tell their lines."""

    page: str
    found: str
    findings: tuple[Finding, ...] = ()


def preview(request: HttpRequest, episode: Episode, notes: str) -> Preview:
    """The page and what is found in the notes. Nothing stays in the database. Raises ``NotesTooHard``, ``NotNow``."""
    typed = {name: getattr(episode, name) for name in ("title", "number", "summary")}
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            pk, parsed = _apply(episode, notes)
            shown = Episode.objects.select_related("show").for_page().get(pk=pk)
            for name, value in typed.items():
                setattr(shown, name, value)
            shown.slug = shown.slug or "untitled"
            answer = _render(request, shown, parsed)
            transaction.set_rollback(True)
    except OperationalError as error:
        raise NotNow from error
    return answer


def _apply(episode: Episode, notes: str) -> tuple[int, ParsedNotes]:
    parsed = parse_notes(notes)
    if episode._state.adding:  # its number may be taken, and it is nobody's business until it is saved
        applied = Episode(show=episode.show)
        applied.save()
    else:
        applied = Episode.objects.select_related("show").get(pk=episode.pk)
    applied.notes = notes
    apply_notes(applied, parsed)
    return applied.pk, parsed


def _render(request: HttpRequest, episode: Episode, parsed: ParsedNotes) -> Preview:
    runs = rundown(episode)
    context = {
        "show": episode.show,
        "episode": episode,
        "rundown": runs,
        "mentions": mentions_before(episode, [item.segment for item in runs.items]),
        "parsed": parsed,
        "lines": {part.order: part.line for part in parsed.segments},
        "sponsors": list(episode.sponsorships.select_related("sponsor")),
        "guests": [credit.person for credit in episode.credits.all() if credit.role == Credit.Role.GUEST],
        "named": [item for item in runs.items if item.segment.kind != SegmentKind.LINKS],
    }
    return Preview(
        page=render_to_string("admin/episodes/notes/preview.html", context, request),
        found=render_to_string("admin/episodes/notes/found.html", context, request),
        findings=tuple(sorted(parsed.findings, key=lambda finding: finding.line)),
    )


def too_hard(error: NotesTooHard) -> Finding:
    return Finding(line=error.line, code="too-hard", message=error.message)
