from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from episodes.management.import_command import ImportCommand
from episodes.models import Show
from episodes.reports import FileReport
from transcripts.folder import import_folder
from transcripts.importing import SUFFIXES


class Command(ImportCommand):
    help = "Bring a folder of transcripts in (VTT, SRT, JSON, text with times), by episode number."
    suffixes = SUFFIXES

    def import_files(
        self, show: Show, folder: Path, files: Iterable[Path], dry_run: bool
    ) -> Iterator[FileReport]:
        return import_folder(show, folder, files, dry_run=dry_run)
