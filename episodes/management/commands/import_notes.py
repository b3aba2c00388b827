from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from episodes.importing import NOTES_SUFFIXES, import_folder
from episodes.management.import_command import ImportCommand
from episodes.models import Show
from episodes.reports import FileReport


class Command(ImportCommand):
    help = "Bring a folder of Markdown notes in, by episode number. New episodes are drafts."
    suffixes = NOTES_SUFFIXES

    def import_files(
        self, show: Show, folder: Path, files: Iterable[Path], dry_run: bool
    ) -> Iterator[FileReport]:
        return import_folder(show, folder, files, dry_run=dry_run)
