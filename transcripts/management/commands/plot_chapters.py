from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from episodes.models import Episode
from transcripts.alignment.plot import draw_alignment
from transcripts.finding import segment_texts
from transcripts.models import Transcript


class Command(BaseCommand):
    help = "Draw how the starts of an episode were found, as SVG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="the episode's number")
        parser.add_argument("file", type=Path, help="where to write the drawing")
        parser.add_argument("--show", metavar="SLUG", help="of this show, where there are several")

    def handle(self, *args: Any, number: int, file: Path, show: str | None, **options: Any) -> None:
        episodes = Episode.objects.filter(number=number)
        found = list((episodes.filter(show__slug=show) if show else episodes)[:2])
        if len(found) != 1:
            raise CommandError(f"There is {'no' if not found else 'more than one'} episode {number}.")
        transcript = Transcript.objects.filter(episode=found[0], chosen=True, has_times=True).first()
        if transcript is None:
            raise CommandError(f"Episode {number} has no transcript with times.")
        texts = [text for _, text in segment_texts(found[0].segments.prefetch_related("links"))]
        file.write_text(draw_alignment(texts, transcript.read_cues()), encoding="utf-8")
        self.stdout.write(f"{file} is drawn.")
