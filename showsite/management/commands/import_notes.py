from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from episodes.importing import Import, import_folder
from episodes.management.import_command import ImportCommand, existing
from episodes.models import Show
from episodes.notes_files import NOTES_SUFFIXES
from episodes.reports import FileReport
from episodes.restoring import Known
from episodes.show_file import BrokenShowFile, import_show, is_export
from episodes.sync import Resolution
from transcripts.exporting import restore_transcripts
from transcripts.finding import find_all_soon


class Command(ImportCommand):
    help = """Bring a folder of Markdown notes in, by episode number. New episodes are drafts.

    What export_notes wrote comes in whole: the show, its people and sponsors, episodes, transcripts."""
    suffixes = NOTES_SUFFIXES
    resolution = Resolution.NOBODY

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        sides = parser.add_mutually_exclusive_group()
        for resolution, text in (
            (Resolution.THEIRS, "where both sides changed, the file wins"),
            (Resolution.OURS, "where both sides changed, what is here stays, and the file counts as seen"),
        ):
            sides.add_argument(
                f"--{resolution}", action="store_const", const=str(resolution), dest="resolution", help=text
            )

    def handle(self, *args: Any, directory: Path, dry_run: bool, **options: Any) -> None:
        self.resolution = Resolution(options.pop("resolution", None) or "")
        folder = existing(directory)
        if not is_export(folder):
            super().handle(directory=directory, dry_run=dry_run, **options)
            return
        with transaction.atomic() if dry_run else nullcontext():
            reports = self._import_export(folder, options["show"], dry_run)
            if dry_run:
                transaction.set_rollback(True)
        self.finish(reports, dry_run)

    def _import_export(self, folder: Path, slug: str | None, dry_run: bool) -> list[FileReport]:
        try:
            imported = import_show(folder, self.resolution)
        except BrokenShowFile as error:
            raise CommandError(str(error)) from error
        if slug and imported.show.slug != slug:
            raise CommandError(f"{folder} is an export of {imported.show.slug}, not of {slug}.")
        files = sorted(path for path in folder.glob("*.md") if path.is_file())
        found = self._import(imported.show, folder, files, dry_run, imported.known)
        reports = self.collect(found, len(files))
        if not dry_run:
            self.after_import(imported.show)
        return [imported.report, *reports]

    def after_import(self, show: Show) -> None:
        super().after_import(show)
        find_all_soon(show.pk)

    def import_files(
        self, show: Show, folder: Path, files: list[Path], dry_run: bool
    ) -> Iterator[FileReport]:
        return self._import(show, folder, files, dry_run, Known.now())

    def _import(
        self, show: Show, folder: Path, files: list[Path], dry_run: bool, known: Known
    ) -> Iterator[FileReport]:
        job = Import(
            show=show,
            folder=folder,
            dry_run=dry_run,
            resolution=self.resolution,
            known=known,
            restore_transcripts=restore_transcripts,
        )
        return import_folder(job, files)
