from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from episodes.models import Show
from episodes.reports import FileReport, Outcome
from showsite.feed_import.importing import FeedLocked, FeedSource, import_feed, show_of
from showsite.feed_import.markup import FeedError
from showsite.feed_import.media import copy_one
from showsite.feed_import.models import MediaCopy
from showsite.feed_import.sources import read_source
from showsite.feed_import.tasks import copy_in_background


class Command(BaseCommand):
    help = """Bring a whole show in from its RSS feed: settings, people, episodes with their GUIDs, notes, files.

    A second run brings what is new in the feed; what was edited here is left alone."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="URL_OR_FILE")
        parser.add_argument(
            "--show", metavar="SLUG", help="into this show; left out: the feed's own, or a new one"
        )
        parser.add_argument("--site-address", help="where a new show will live, such as https://example.org")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and write nothing"
        )
        media = parser.add_mutually_exclusive_group()
        media.add_argument(
            "--without-media",
            action="store_true",
            help="leave audio, pictures, transcripts and chapters there",
        )
        media.add_argument(
            "--media-now", action="store_true", help="copy files here and now, not in the background"
        )
        parser.add_argument(
            "--i-am-the-owner", action="store_true", help="import a feed that is locked (podcast:locked)"
        )

    def handle(self, *args: Any, source: str, dry_run: bool, without_media: bool, **options: Any) -> None:
        try:
            reports = self._import(source, dry_run, without_media, options)
        except FeedLocked as error:
            raise CommandError(f"{error} Unlock it there, or say --i-am-the-owner if it is yours.") from error
        except FeedError as error:
            raise CommandError(str(error)) from error
        failed = [report for report in reports if report.outcome.is_failure]
        if failed:
            raise CommandError(f"{len(failed)} of {len(reports)} did not come in; the report says why.")

    def _import(
        self, source: str, dry_run: bool, without_media: bool, options: dict[str, Any]
    ) -> list[FileReport]:
        feed, url = read_source(source)
        wanted = FeedSource(
            feed=feed,
            url=url,
            show=_show(options["show"]),
            site_address=options["site_address"] or _usual_address(),
            is_owner=options["i_am_the_owner"],
            with_media=not without_media,
        )
        reports = self._told(import_feed(wanted, dry_run=dry_run), len(feed.items) + 1)
        self.stdout.write(_summary(reports) + (" (dry run: nothing was written)" if dry_run else ""))
        show = None if dry_run or without_media else show_of(wanted)
        if show and options["media_now"]:
            reports += self._told(_copies(show), show.media_copies.waiting().count())
        elif show:
            copy_in_background(show)
        if show:
            counts = show.media_copies.progress()
            self.stdout.write(f"media: {', '.join(f'{count} {state}' for state, count in counts.items())}")
        return reports

    def _told(self, reports: Iterator[FileReport], total: int) -> list[FileReport]:
        """The reports, each printed as it comes, above a progress bar where there is a terminal."""
        told = []
        with tqdm(total=total, disable=not sys.stderr.isatty(), leave=False) as bar:
            for report in reports:
                told.append(report)
                with bar.external_write_mode(sys.stderr):
                    self.stdout.write("\n".join(_lines(report)))
                bar.update()
        return told


def _show(slug: str | None) -> Show | None:
    if not slug:
        return None
    show = Show.objects.filter(slug=slug).first()
    if show is None:
        names = ", ".join(Show.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no show {slug}. There are: {names}.")
    return show


def _usual_address() -> str:
    """The first name that this installation answers on."""
    name = next((host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))), "")
    return f"{'https' if settings.HTTPS else 'http'}://{name}" if name else ""


def _copies(show: Show) -> Iterator[FileReport]:
    for pk in show.media_copies.waiting().values_list("pk", flat=True):
        copy = copy_one(pk)
        if copy is not None:
            outcome = Outcome.CREATED if copy.state == MediaCopy.State.DONE else Outcome.FAILED
            yield FileReport(path=str(copy), outcome=outcome, what=copy.error or copy.note)


def _lines(report: FileReport) -> list[str]:
    """As a file's report, without the line numbers that a feed's texts do not have."""
    return [
        report.lines()[0],
        *(f"  {finding.code}: {finding.message}" for finding in report.findings),
    ]


def _summary(reports: list[FileReport]) -> str:
    counts = Counter(report.outcome for report in reports[1:])
    parts = [f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]]
    return f"{len(reports) - 1} episodes: {', '.join(parts) or 'nothing to do'}"
