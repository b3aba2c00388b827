"""What the commands that read a folder share: the folder, the show, the progress bar, the report, the exit."""

from __future__ import annotations

import sys
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from episodes.announcing import announce
from episodes.models import Show
from episodes.notes_files import find_files
from episodes.reports import FileReport, Outcome, summary

NOTHING_WRITTEN = " (dry run: nothing was written)"


class ShowCommand(BaseCommand):
    """A command about one show that reports on files."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        self.add_show(parser)

    def add_show(self, parser: ArgumentParser) -> None:
        parser.add_argument("--show", metavar="SLUG", help="which show, where there are several")

    def chosen_show(self, slug: str | None) -> Show:
        shows = list(Show.objects.filter(slug=slug) if slug else Show.objects.all())
        if len(shows) == 1:
            return shows[0]
        names = ", ".join(Show.objects.values_list("slug", flat=True))
        if not names:
            raise CommandError("There is no show yet: make one in the admin first.")
        raise CommandError(f"Say which show with --show: {names}.")

    def collect(self, reports: Iterable[FileReport], total: int, unit: str = "file") -> list[FileReport]:
        """The reports, with a progress bar while they come in, where somebody is looking."""
        return list(tqdm(reports, total=total, unit=unit, disable=not sys.stderr.isatty(), leave=False))

    def print_reports(self, reports: list[FileReport], note: str = "") -> None:
        for report in reports:
            for line in report.lines():
                self.stdout.write(line)
        self.stdout.write(summary(reports) + note)


class ImportCommand(ShowCommand):
    suffixes: frozenset[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and write nothing"
        )

    @abstractmethod
    def import_files(
        self, show: Show, folder: Path, files: list[Path], dry_run: bool
    ) -> Iterator[FileReport]: ...

    def handle(self, *args: Any, directory: Path, show: str | None, dry_run: bool, **options: Any) -> None:
        folder = existing(directory)
        files = find_files(folder, self.suffixes)
        if not files:
            raise CommandError(f"{directory} holds no file ending in {', '.join(sorted(self.suffixes))}.")
        chosen = self.chosen_show(show)
        found = self.import_files(chosen, folder, files, dry_run)
        reports = self.collect(found, len(files))
        if not dry_run:
            self.after_import(chosen)
        self.finish(reports, dry_run)

    def after_import(self, show: Show) -> None:
        """What follows in the background."""
        announce(show)

    def finish(self, reports: list[FileReport], dry_run: bool) -> None:
        self.print_reports(reports, NOTHING_WRITTEN if dry_run else "")
        failures = sum(report.outcome.is_failure for report in reports)
        files = sum(report.outcome is not Outcome.GONE for report in reports)
        if failures:
            raise CommandError(f"{failures} of {files} files did not come in; the report says why.")


def existing(directory: Path) -> Path:
    if not directory.is_dir():
        raise CommandError(f"{directory} is no folder.")
    return directory.resolve()
