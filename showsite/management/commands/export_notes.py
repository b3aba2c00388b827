from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from episodes.exporting import ForeignFolder, export_show
from episodes.management.import_command import ShowCommand
from transcripts.exporting import NotFetched, transcript_files


class Command(ShowCommand):
    help = """Write a show as files: a Markdown file an episode, transcripts beside it, show.yaml for the rest.

    The directory is new, empty, or an earlier export of the show. import_notes reads it again."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--overwrite", action="store_true", help="also files that were edited since they were exported"
        )

    def handle(self, *args: Any, directory: Path, show: str | None, overwrite: bool, **options: Any) -> None:
        chosen = self.chosen_show(show)
        found = export_show(chosen, directory, transcript_files, overwrite=overwrite)
        try:
            reports = self.collect(found, 1 + chosen.episodes.count())
        except (ForeignFolder, NotFetched) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or directory}: {error.strerror or error}") from error
        self.print_reports(reports)
        if kept := sum(report.outcome.is_failure for report in reports):
            raise CommandError(f"{kept} of {len(reports)} files were not written; the report says why.")
