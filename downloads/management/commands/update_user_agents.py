from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from downloads.agents import KINDS, NotAList, read_entries
from downloads.known_agents import replace_lists
from episodes.fetching import FetchError, Limits, fetch_bytes

OPAWG: Final = "https://raw.githubusercontent.com/opawg/user-agents-v2/master/src"
LIMITS: Final = Limits(size=5_000_000, seconds=20)


class Command(BaseCommand):
    help = "Replace the lists of apps, devices and bots by those of OPAWG, or by other lists of that form."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source",
            nargs="?",
            default=OPAWG,
            help=f"Address or folder of {', '.join(f'{kind}.json' for kind in KINDS)}. Default: {OPAWG}",
        )

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        documents = {kind: _read(source, f"{kind}.json") for kind in KINDS}
        replace_lists(documents, source)
        for kind, entries in documents.items():
            self.stdout.write(f"{len(entries):5} {kind}")


def _read(source: str, name: str) -> list[dict[str, str]]:
    try:
        if source.startswith(("http://", "https://")):
            return read_entries(fetch_bytes(f"{source.rstrip('/')}/{name}", LIMITS)[0])
        return read_entries((Path(source) / name).read_bytes())
    except (FetchError, NotAList, OSError) as error:
        raise CommandError(f"{name}: {error} Nothing was changed.") from error
