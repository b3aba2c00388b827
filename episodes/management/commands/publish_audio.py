from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from episodes.audio.serving import prepare_audio, to_be_served
from episodes.models import Episode
from episodes.storage import media_storage

# Downloads that began before a file was replaced may still be going on.
GRACE = timedelta(days=1)


class Command(BaseCommand):
    help = "Tag and make public the audio of published episodes where that is undone, and take away what is not used."

    def handle(self, *args: Any, **options: Any) -> None:
        episodes = list(to_be_served().select_related("show"))
        try:
            for episode in tqdm(episodes, unit="episode", disable=not sys.stderr.isatty(), leave=False):
                prepare_audio(episode)
            gone = self._tidy()
        except (BotoCoreError, ClientError) as error:
            raise CommandError(f"The object storage refused: {error}") from error
        self.stdout.write(
            f"{len(episodes)} brought in order, {gone} public copies that nobody uses taken away."
        )

    def _tidy(self) -> int:
        used = set(Episode.objects.published().with_audio().values_list("audio_key", flat=True))
        old = timezone.now() - GRACE
        unused = [key for key, at in media_storage().public_copies("audio/") if key not in used and at < old]
        for key in unused:
            media_storage().withdraw(key)
        return len(unused)
