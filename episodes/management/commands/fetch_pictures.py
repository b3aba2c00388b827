from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from episodes.models import NotePicture
from episodes.picture_fetching import (
    apply_again,
    fetch_picture,
    naming,
    with_foreign_pictures,
    withdraw_unused,
)
from episodes.storage import NOT_STORED

One = TypeVar("One")


class Command(BaseCommand):
    help = "Fetch the pictures that notes name, show them there, and take away those that no notes show any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", dest="anew", help="also those that failed or are here already"
        )

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        apply_again(_shown(with_foreign_pictures(), "episode"))
        pictures = NotePicture.objects.filter(episodes__isnull=False).distinct()
        wanted = list(pictures if anew else pictures.waiting())
        changed = [one for one in _shown(wanted, "picture") if fetch_picture(one)]
        apply_again(_shown(naming(changed), "episode"))
        try:
            gone = withdraw_unused()
        except NOT_STORED as error:
            raise CommandError(f"The object storage refused: {error}") from error
        self.stdout.write(
            f"{len(wanted)} pictures: {len(changed)} fetched, {pictures.waiting().count()} to be tried again, "
            f"{pictures.failed().count()} failed; {gone} taken away."
        )


def _shown(values: Collection[One], unit: str) -> Iterable[One]:
    """With a progress bar, where somebody is looking."""
    bar: Iterable[One] = tqdm(values, unit=unit, disable=not sys.stderr.isatty(), leave=False)
    return bar
