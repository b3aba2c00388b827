"""A run from its upload to its last report. Everything may be done twice: imports write nothing twice."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from episodes.acting import acting_as
from episodes.announcing import announce
from episodes.reports import FileReport
from episodes.show_file import BrokenShowFile
from episodes.storage import NOT_STORED, media_storage
from episodes.sync import Resolution
from showsite.feed_import.locks import only_one
from showsite.feed_import.markup import FeedError
from showsite.imports.archive import UnusableUpload, unpack
from showsite.imports.models import ImportRun
from showsite.imports.progress import told
from showsite.imports.report import as_row, counted
from showsite.imports.sources import NothingToImport, plan_work
from transcripts.finding import find_all_soon

log = logging.getLogger(__name__)
State = ImportRun.State

_FOR_THE_HOST: Final = (UnusableUpload, NothingToImport, BrokenShowFile, FeedError)


class NotNow(Exception):
    """Why a run cannot be started, in words for its host."""


def store_upload(file: File[bytes]) -> str:
    """The key of a private object. Raises ``NOT_STORED``."""
    return str(media_storage().save(f"imports/{secrets.token_hex(16)}", file))


def delete_upload(run: ImportRun) -> None:
    """The row first. What the storage keeps because it does not answer is only lost room."""
    key = run.upload_key
    if key:
        ImportRun.objects.filter(pk=run.pk, state=State.DONE).update(upload_key="")
        try:
            media_storage().delete(key)
        except NOT_STORED as error:
            log.warning("The upload %s of an import stays in the storage: %s", key, error)


def ask_for_check(run: ImportRun) -> None:
    """Look at the upload, again perhaps; the caller queues the task. Raises ``NotNow``."""
    if not run.can_be_checked_again:
        raise NotNow("It is being worked on.")
    _become(run, State.UPLOADED, "")


def approve(run: ImportRun, resolution: Resolution) -> None:
    """Say go; the caller queues the task. Raises ``NotNow``."""
    if run.state != State.CHECKED:
        raise NotNow("It has to be checked first, or is being imported already.")
    try:
        with transaction.atomic():
            _become(run, State.RUNNING, resolution)
    except IntegrityError as error:
        raise NotNow("Another import for this show is running. Wait until it is done.") from error


def _become(run: ImportRun, state: State, resolution: str) -> None:
    """Unless somebody else was faster."""
    changed = ImportRun.objects.filter(pk=run.pk, state=run.state).update(
        state=state, resolution=resolution, done=0, total=0, error="", updated_at=timezone.now()
    )
    if not changed:
        raise NotNow("Somebody else has just started it.")
    run.refresh_from_db()


def carry_out(pk: int, *, dry_run: bool) -> str:
    """The work of a task: check, or import. Says what has become of the run."""
    with only_one(f"import run {pk}") as is_ours:
        run = _begin(pk, dry_run=dry_run) if is_ours else None
        if run is None:
            return "nothing to do"
        reports: list[FileReport] = []
        try:
            with acting_as(str(run.created_by or "")):
                for report in _reports(run, dry_run=dry_run):
                    reports.append(report)
        except _FOR_THE_HOST as error:
            run.error = str(error)
        except NOT_STORED as error:
            log.warning("Import %s: %s", pk, error)
            run.error = "The object storage does not answer, or the disk is full. Try again."
        except Exception as error:
            log.exception("Import %s failed", pk)
            run.error = f"Something went wrong that should not ({type(error).__name__}); the log says more."
        _finish(run, reports, dry_run=dry_run)
        return str(run.state)


def _begin(pk: int, *, dry_run: bool) -> ImportRun | None:
    """None where another task was faster."""
    runs = ImportRun.objects.filter(pk=pk)
    if dry_run:
        runs.filter(state=State.UPLOADED).update(state=State.CHECKING)
    runs.update(updated_at=timezone.now())
    return runs.filter(state=State.CHECKING if dry_run else State.RUNNING).select_related("show").first()


def _reports(run: ImportRun, *, dry_run: bool) -> Iterator[FileReport]:
    with tempfile.TemporaryDirectory() as name, _rolled_back() if dry_run else nullcontext():
        folder = Path(name)
        if run.upload_key:
            _fetch(run, folder)
        work = plan_work(run, folder, dry_run=dry_run)
        yield from told(run, work.reports, work.total)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _fetch(run: ImportRun, folder: Path) -> None:
    with tempfile.TemporaryFile() as file:
        with media_storage().open(run.upload_key) as upload:
            shutil.copyfileobj(upload, file)
        file.seek(0)
        unpack(file, run.upload_name, folder)


def _finish(run: ImportRun, reports: list[FileReport], *, dry_run: bool) -> None:
    run.report = [as_row(report) for report in reports]
    run.summary = counted(reports)
    run.total = run.done = len(reports)
    run.state = State.FAILED if run.error else State.CHECKED if dry_run else State.DONE
    run.updated_at = timezone.now()
    with acting_as(str(run.created_by or "")):
        run.save(update_fields=["show", "state", "done", "total", "summary", "report", "error", "updated_at"])
    if run.state == State.DONE and run.show:
        announce(run.show)
        find_all_soon(run.show.pk)
    if run.state == State.DONE and not any(report.outcome.is_failure for report in reports):
        delete_upload(run)  # everything came in, so nobody needs it again
