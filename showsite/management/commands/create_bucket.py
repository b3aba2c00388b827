from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError

from episodes.storage import media_storage


class Command(BaseCommand):
    help = "Make the bucket for audio, pictures and transcripts, where it is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        storage = media_storage()
        try:
            made = storage.create_bucket()
        except (BotoCoreError, ClientError) as error:
            raise CommandError(f"The object storage refused: {error}") from error
        self.stdout.write(f"Bucket {storage.bucket_name} {'made' if made else 'is there'}.")
