"""The project's own rows: what an import from a feed has to remember, and which processes are alive."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models

from showsite.feed_import.models import FeedImport, ImportedItem, MediaCopy

__all__ = ["ALIVE", "FeedImport", "ImportedItem", "MediaCopy", "Process"]

ALIVE: Final = timedelta(seconds=30)  # who was silent for longer is gone


class Process(models.Model):
    """A process that serves or works, on one of the machines."""

    class Kind(models.TextChoices):
        WEB = "web", "web"
        WORKER = "worker", "worker"

    kind = models.CharField(max_length=10, choices=Kind)
    host = models.CharField(max_length=100)
    number = models.PositiveIntegerField(help_text="What the machine calls it.")
    version = models.CharField(max_length=50)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "processes"

    def __str__(self) -> str:
        return f"{self.kind} {self.number} on {self.host}"

    def is_alive(self, now: datetime) -> bool:
        return now - self.seen_at < ALIVE
