"""Derive the rows of all episodes again, after the parser or the renderer has learned something."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from episodes.changes import derived, describe, for_changes
from episodes.models import Episode, Show
from episodes.notes.apply import apply_notes
from episodes.notes.document import Finding
from episodes.notes.renderer import NotesTooHard
from episodes.picture_fetching import fetch_pictures_soon
from episodes.reports import FileReport, Outcome


def reapply(show: Show, *, write: bool) -> Iterator[FileReport]:
    """A report for each episode, whose ``diff`` is what changes. Each is a transaction of its own.

    What is reported is what happened: without ``write`` the same work is done and then taken back.
    """
    for key in show.episodes.order_by("number", "pk").values_list("pk", flat=True):
        yield reapply_one(key, write=write)


def reapply_one(key: int, *, write: bool) -> FileReport:
    with transaction.atomic():
        # Nobody edits the notes between the reading and the writing.
        Episode.objects.select_for_update().filter(pk=key).first()
        episode = _fetch(key)
        name, before = f"episode {episode}", derived(episode)
        try:
            apply_notes(Episode.objects.select_related("show").get(pk=key))
            fetch_pictures_soon(episode)
        except NotesTooHard as error:
            finding = Finding(line=error.line, code="too-hard", message=str(error))
            return FileReport(path=name, outcome=Outcome.FAILED, findings=(finding,))
        changes = tuple(describe(before, derived(_fetch(key))))
        if not write:
            transaction.set_rollback(True)
    outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
    return FileReport(path=name, outcome=outcome, diff=changes)


def _fetch(key: int) -> Episode:
    return for_changes(Episode.objects.filter(pk=key)).get()
