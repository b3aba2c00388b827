from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from transcripts.alignment.scoring import Judged, judge, read_folder, score_table
from transcripts.formats import TranscriptError


class Command(BaseCommand):
    help = "Score how well starts are found, on a folder of labelled episodes (docs/chapters.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="truth.json, notes/ and transcripts/")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write what was found, too")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            judged = [judge(episode) for episode in read_folder(directory)]
        except (OSError, ValueError, KeyError, TypeError, TranscriptError) as error:
            raise CommandError(f"{directory} is no folder of labelled episodes: {error!r}") from error
        self.stdout.write(score_table([one for episode in judged for one in episode]))
        if options["json"]:
            options["json"].write_text(
                json.dumps([_as_values(episode) for episode in judged], indent=1) + "\n"
            )


def _as_values(judged: list[Judged]) -> dict[str, Any]:
    return {
        "episode": judged[0].episode if judged else None,
        "segments": [
            {"position": one.label.position, "start": one.start, "confidence": one.confidence}
            for one in judged
        ],
    }
