from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from episodes.link_checking import BATCH, FRESH, ask, links_of, unasked
from episodes.models import Episode, LinkCheck


class Command(BaseCommand):
    help = "Ask the links of published episodes whether they still lead somewhere. Meant for once a week."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=FRESH.days, help="Leave out what was asked within so many days (7)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        links = links_of(Episode.objects.published())
        waiting = unasked(links, timezone.now() - timedelta(days=options["days"]))
        with tqdm(total=len(waiting), unit="link", disable=not sys.stderr.isatty(), leave=False) as bar:
            for start in range(0, len(waiting), BATCH):
                bar.update(len(ask(waiting[start : start + BATCH])))
        forgotten, _ = LinkCheck.objects.exclude(url__in=links_of(Episode.objects.all())).delete()
        broken = LinkCheck.objects.filter(url__in=links).exclude(problem="")
        for check in broken:
            self.stdout.write(f"{check.url}\n  {check.problem}")
        self.stdout.write(
            f"{len(waiting)} of {len(links)} links asked, {broken.count()} are broken, "
            f"{forgotten} forgotten that nobody links to."
        )
