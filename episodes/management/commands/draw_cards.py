from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from episodes.cards.making import draw_cards, unused_cards, withdraw_cards
from episodes.models import Episode
from episodes.storage import NOT_STORED


class Command(BaseCommand):
    help = "Draw the cards of published episodes and their segments, and take away those that nobody may see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", dest="anew", help="also those that are there already"
        )

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        episodes = Episode.objects.published().newest_first().for_card()
        total = episodes.count()
        shown = tqdm(
            episodes.iterator(chunk_size=50),
            total=total,
            unit="episode",
            disable=not sys.stderr.isatty(),
            leave=False,
        )
        try:
            drawn = sum(draw_cards(episode, anew=anew) for episode in shown)
            withdraw_cards(gone := unused_cards())
        except NOT_STORED as error:
            raise CommandError(f"The object storage refused: {error}") from error
        self.stdout.write(f"{total} episodes: {drawn} cards drawn, {len(gone)} taken away.")
