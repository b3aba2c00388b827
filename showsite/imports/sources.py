"""What was uploaded -> the import that reads it, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from episodes.importing import Import
from episodes.importing import import_folder as import_notes
from episodes.notes_files import NOTES_SUFFIXES, find_files, refused
from episodes.reports import FileReport, Outcome
from episodes.restoring import Known
from episodes.show_file import import_show
from episodes.sync import Resolution
from showsite.feed_import.importing import FeedSource, import_feed, show_of
from showsite.feed_import.sources import read_source
from showsite.feed_import.tasks import copy_in_background
from showsite.imports.models import ImportRun
from transcripts.exporting import restore_transcripts
from transcripts.folder import import_folder as import_transcripts
from transcripts.importing import SUFFIXES

Kind = ImportRun.Kind


class NothingToImport(Exception):
    """Why nothing can be made of an upload, in words for its host."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """``total`` is about how many reports there will be. ``run.show`` is set when the last was given."""

    total: int
    reports: Iterator[FileReport]


def plan_work(run: ImportRun, folder: Path, *, dry_run: bool) -> Work:
    """``folder`` holds what was uploaded, unpacked. Raises ``NothingToImport`` and ``FeedError``."""
    if run.kind == Kind.FEED:
        return _feed(run, folder, dry_run=dry_run)
    if run.kind == Kind.EXPORT:
        files = sorted(path for path in folder.glob("*.md") if path.is_file())
        return Work(total=len(files) + 1, reports=_export(run, folder, files, dry_run=dry_run))
    return _folder(run, folder, dry_run=dry_run)


def _feed(run: ImportRun, folder: Path, *, dry_run: bool) -> Work:
    feed, url = read_source(run.url or str(next(folder.iterdir())))
    source = FeedSource(
        feed=feed, url=url, show=run.show, site_address=_usual_address(), is_owner=run.is_owner
    )
    return Work(total=len(feed.items) + 1, reports=_feed_reports(run, source, dry_run=dry_run))


def _feed_reports(run: ImportRun, source: FeedSource, *, dry_run: bool) -> Iterator[FileReport]:
    yield from import_feed(source, dry_run=dry_run)
    show = None if dry_run else show_of(source)
    if show is not None:
        run.show = show
        copy_in_background(show)


def _usual_address() -> str:
    """Where a show that is new here will live: under the first name that this installation answers on."""
    name = next((host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))), "")
    return f"{'https' if settings.HTTPS else 'http'}://{name}" if name else ""


def _export(run: ImportRun, folder: Path, files: list[Path], *, dry_run: bool) -> Iterator[FileReport]:
    """Writes the show even in a dry run, whose caller rolls everything back. Raises ``BrokenShowFile``."""
    imported = import_show(folder, Resolution(run.resolution))
    if run.show and run.show != imported.show:
        raise NothingToImport(f"This is an export of {imported.show}, not of {run.show}.")
    yield imported.report
    job = Import(
        show=imported.show,
        folder=folder,
        dry_run=dry_run,
        resolution=Resolution(run.resolution),
        known=imported.known,
        restore_transcripts=restore_transcripts,
    )
    yield from import_notes(job, files)
    if not dry_run:
        run.show = imported.show


def _folder(run: ImportRun, folder: Path, *, dry_run: bool) -> Work:
    if run.show is None:
        raise NothingToImport("Say which show these files belong to.")
    notes, transcripts, others = _sorted_files(folder, Kind(run.kind))
    if not notes and not transcripts:
        raise NothingToImport("There is no file of notes in it, and no transcript.")
    job = Import(
        show=run.show,
        folder=folder,
        dry_run=dry_run,
        resolution=Resolution(run.resolution),
        known=Known.now(),
    )
    return Work(
        total=len(notes) + len(transcripts) + len(others),
        reports=_folder_reports(job, notes, transcripts, others),
    )


def _folder_reports(
    job: Import, notes: list[Path], transcripts: list[Path], others: list[Path]
) -> Iterator[FileReport]:
    """Notes first: transcripts come to the episodes that they make."""
    for report in import_notes(job, notes):
        if (
            report.outcome is not Outcome.GONE or len(notes) > 1
        ):  # one file alone is no folder with files missing
            yield report
    yield from import_transcripts(job.show, job.folder, transcripts, dry_run=job.dry_run)
    for path in others:
        name = str(path.relative_to(job.folder))
        yield refused(name, Outcome.SKIPPED, "unknown-kind", "it is neither notes nor a transcript.")


def _sorted_files(folder: Path, kind: Kind) -> tuple[list[Path], list[Path], list[Path]]:
    """Notes, transcripts, and what is neither. A .md file in a folder called transcripts is one."""
    if kind == Kind.NOTES:
        return find_files(folder, NOTES_SUFFIXES), [], []
    if kind == Kind.TRANSCRIPTS:
        return [], find_files(folder, SUFFIXES), []
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    notes, transcripts, others = [], [], []
    for path in files:
        folders = {part.lower() for part in path.relative_to(folder).parts[:-1]}
        if path.suffix.lower() in NOTES_SUFFIXES and "transcripts" not in folders:
            notes.append(path)
        elif path.suffix.lower() in SUFFIXES:
            transcripts.append(path)
        else:
            others.append(path)
    return notes, transcripts, others
