"""``show.yaml`` of an export -> the show, its people and sponsors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction

from episodes.export_schema import SHOW, read_values
from episodes.export_values import show_values
from episodes.exporting import SHOW_FILE
from episodes.front_matter import BrokenFrontMatter, dump_yaml, load_yaml
from episodes.models import Show
from episodes.notes.document import Finding
from episodes.notes_files import LARGEST_FILE
from episodes.reports import FileReport, Outcome
from episodes.restoring import Known, fill_show, find_show, missing_objects, restore_names
from episodes.sync import Resolution, bounded_diff


class BrokenShowFile(Exception):
    """No show can be made of the file."""


@dataclass(frozen=True, kw_only=True)
class ImportedShow:
    show: Show
    known: Known
    report: FileReport


def is_export(folder: Path) -> bool:
    return (folder / SHOW_FILE).is_file()


@transaction.atomic
def import_show(folder: Path, resolution: Resolution = Resolution.NOBODY) -> ImportedShow:
    """The show of an export: made where it is missing. One that is here keeps its settings, unless theirs win.

    Raises ``BrokenShowFile``.
    """
    try:
        values = read_values(SHOW, load_yaml(_read(folder / SHOW_FILE)))
        known = restore_names(values)
        show = find_show(values)
        if show is None:
            show = Show()
            fill_show(show, values, known)
            pictures = [entry.get("picture", "") for entry in values.get("people", [])]
            findings = tuple(missing_objects([show.artwork.name, *pictures]))
            return _imported(show, known, Outcome.CREATED, f"show {show}", findings=findings)
        diff = _difference(show, values)
        if diff and resolution is Resolution.THEIRS:
            fill_show(show, values, known)
            return _imported(show, known, Outcome.UPDATED, f"show {show}")
    except (BrokenFrontMatter, DatabaseError) as error:
        raise BrokenShowFile(f"{SHOW_FILE}: {error}") from error
    if not diff:
        return _imported(show, known, Outcome.UNCHANGED, f"show {show}")
    what = f"show {show} has other settings here: they stay (--theirs takes those of the file)"
    return _imported(show, known, Outcome.SKIPPED, what, diff=diff)


def _imported(
    show: Show,
    known: Known,
    outcome: Outcome,
    what: str,
    *,
    findings: tuple[Finding, ...] = (),
    diff: tuple[str, ...] = (),
) -> ImportedShow:
    report = FileReport(path=SHOW_FILE, outcome=outcome, what=what, findings=findings, diff=diff)
    return ImportedShow(show=show, known=known, report=report)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenFrontMatter("it is larger than 1 MB.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFrontMatter(str(error)) from error


def _difference(show: Show, values: dict[str, object]) -> tuple[str, ...]:
    """Of the settings alone: people and sponsors are rows of their own."""
    here, there = (
        dump_yaml({key: value for key, value in one.items() if key not in {"people", "sponsors"}})
        for one in (show_values(show), values)
    )
    return bounded_diff(here, there, SHOW_FILE)
