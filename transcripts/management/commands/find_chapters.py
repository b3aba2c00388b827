from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from transcripts.finding import Found, find_chapters, to_be_looked_at, with_words


class Command(BaseCommand):
    help = "Find in the transcripts where segments start. Starts that a person has confirmed stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also where all starts are known or proposed already"
        )
        parser.add_argument("--show", metavar="SLUG", help="of this show alone")

    def handle(self, *args: Any, show: str | None, **options: Any) -> None:
        episodes = with_words() if options["all"] else to_be_looked_at()
        if show:
            episodes = episodes.filter(show__slug=show)
        total, count = Found(), episodes.count()
        # By id, so that no cursor stays open over writes and no notes are held.
        keys = episodes.values_list("pk", flat=True)
        for key in tqdm(list(keys), unit="episode", disable=not sys.stderr.isatty(), leave=False):
            episode = with_words().select_related("show").defer("notes", "notes_html").filter(pk=key).first()
            if episode is not None:
                total += find_chapters(episode)
        self.stdout.write(
            f"{count} episodes: {total.used} starts found and used, {total.to_confirm} for a host to confirm, "
            f"{total.confirmed} confirmed before, {total.unheard} segments not heard."
        )
