from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError

from episodes.management.import_command import ImportCommand
from episodes.models import Show
from episodes.reports import FileReport
from episodes.show_file import is_export
from transcripts.finding import find_all_soon
from transcripts.folder import import_folder
from transcripts.importing import SUFFIXES


class Command(ImportCommand):
    help = "Bring a folder of transcripts in (VTT, SRT, JSON, text with times), by episode number."
    suffixes = SUFFIXES

    def import_files(
        self, show: Show, folder: Path, files: list[Path], dry_run: bool
    ) -> Iterator[FileReport]:
        if is_export(folder):
            raise CommandError("This is an export of a show: import_notes brings its transcripts in as well.")
        return import_folder(show, folder, files, dry_run=dry_run)

    def after_import(self, show: Show) -> None:
        super().after_import(show)
        find_all_soon(show.pk)
