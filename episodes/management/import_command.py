"""What the commands that import a folder share: the folder, the show, the progress bar, the report, the exit."""

from __future__ import annotations

import sys
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from episodes.importing import find_files
from episodes.models import Show
from episodes.reports import FileReport, summary


class ImportCommand(BaseCommand):
    suffixes: frozenset[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--show", metavar="SLUG", help="which show, where there are several")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and write nothing"
        )

    @abstractmethod
    def import_files(
        self, show: Show, folder: Path, files: Iterable[Path], dry_run: bool
    ) -> Iterator[FileReport]: ...

    def handle(self, *args: Any, directory: Path, show: str | None, dry_run: bool, **options: Any) -> None:
        if not directory.is_dir():
            raise CommandError(f"{directory} is no folder.")
        folder = directory.resolve()
        files = find_files(folder, self.suffixes)
        if not files:
            raise CommandError(f"{directory} holds no file ending in {', '.join(sorted(self.suffixes))}.")
        bar = tqdm(total=len(files), unit="file", disable=not sys.stderr.isatty(), leave=False)
        reports = []
        for report in self.import_files(self.chosen_show(show), folder, files, dry_run):
            reports.append(report)
            bar.update()
        bar.close()
        self._print(reports, dry_run)

    def chosen_show(self, slug: str | None) -> Show:
        shows = list(Show.objects.filter(slug=slug) if slug else Show.objects.all())
        if len(shows) == 1:
            return shows[0]
        names = ", ".join(Show.objects.values_list("slug", flat=True))
        if not names:
            raise CommandError("There is no show yet: make one in the admin first.")
        raise CommandError(f"Say which show with --show: {names}.")

    def _print(self, reports: list[FileReport], dry_run: bool) -> None:
        for report in reports:
            for line in report.lines():
                self.stdout.write(line)
        self.stdout.write(summary(reports) + (" (dry run: nothing was written)" if dry_run else ""))
        failures = sum(report.outcome.is_failure for report in reports)
        if failures:
            raise CommandError(f"{failures} of {len(reports)} files did not come in; the report says why.")
