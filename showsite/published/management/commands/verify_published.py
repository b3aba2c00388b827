from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from episodes.models import Show
from episodes.storage import NOT_STORED
from showsite.feed_import.locks import only_one
from showsite.published.models import PublishedSite
from showsite.published.publishing import stamps
from showsite.published.tasks import done, is_on, lock_of
from showsite.published.verifying import Fault, verify_rest, verify_site, wanted_of


class Command(BaseCommand):
    help = (
        "Compare every published feed, chapters document and transcript in the bucket with what the site would answer. "
        "Ends with 1 where something is wrong and was not mended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="Write what is wrong or missing, remove what is surplus."
        )

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        try:
            with ExitStack() as locks:
                files, faults = self._verify(locks, mend)
        except NOT_STORED as error:
            raise CommandError(f"The object storage refused: {error}") from error
        left = sum(not fault.is_mended for fault in faults)
        self.stdout.write(f"{files} files, {len(faults)} faults, {len(faults) - left} mended.")
        if left:
            sys.exit(1)

    def _verify(self, locks: ExitStack, mend: bool) -> tuple[int, list[Fault]]:
        sites = self._sites() if is_on() else []
        faults: list[Fault] = []
        wanted: set[str] = set()
        for site in sites:
            if not locks.enter_context(only_one(lock_of(site))):
                raise CommandError(f"{site}: a worker is writing them. Try again in a minute.")
            before = stamps()
            documents = wanted_of(site)
            wanted |= {document.key for document in documents}
            with tqdm(total=len(documents), unit="file", disable=not sys.stderr.isatty(), leave=False) as bar:
                found = self._tell(verify_site(site, documents, mend, bar.update))
            faults += found
            self._end(site, before, found, mend)
        faults += self._tell(verify_rest(wanted, mend))
        return len(wanted), faults

    @staticmethod
    def _sites() -> list[PublishedSite]:
        for show in Show.objects.all():
            PublishedSite.objects.get_or_create(show=show)
        return list(PublishedSite.objects.filter(show__isnull=False).select_related("show"))

    def _tell(self, faults: Iterable[Fault]) -> list[Fault]:
        found = []
        for fault in faults:
            self.stdout.write(str(fault))
            found.append(fault)
        return found

    def _end(self, site: PublishedSite, before: dict[int, str], found: list[Fault], mend: bool) -> None:
        stamp = before.get(site.show_id or 0, "")
        if stamps().get(site.show_id or 0) != stamp:
            self.stdout.write(f"{site}: the show has changed meanwhile. Verify again.")
        elif mend and all(fault.is_mended for fault in found):
            done(site, stamp)
        elif site.stamp != stamp:
            self.stdout.write(f"{site}: the worker has still to publish the last change.")
