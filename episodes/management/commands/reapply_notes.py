from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from episodes.management.import_command import ShowCommand
from episodes.reapplying import reapply
from episodes.reports import Outcome


class Command(ShowCommand):
    help = """Derive segments, links, credits and sponsors of all episodes again from their notes.

    Shows what would change. Ids, permalinks and confirmed starts stay. With --apply it is written."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_show(parser)
        parser.add_argument("--apply", action="store_true", dest="write", help="write what is shown")

    def handle(self, *args: Any, show: str | None, write: bool, **options: Any) -> None:
        chosen = self.chosen_show(show)
        reports = self.collect(reapply(chosen, write=write), chosen.episodes.count(), "episode")
        changed = [report for report in reports if report.outcome is not Outcome.UNCHANGED]
        for report in changed:
            for line in report.lines():
                self.stdout.write(line)
        updated = sum(report.outcome is Outcome.UPDATED for report in reports)
        self.stdout.write(
            f"{len(reports)} episodes: {updated} {'changed' if write else 'would change, --apply writes them'}"
        )
        if failed := sum(report.outcome is Outcome.FAILED for report in reports):
            raise CommandError(f"{failed} of {len(reports)} episodes were not derived again.")
