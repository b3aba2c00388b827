from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.utils import timezone

BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))
"""How long after each try that failed the next one is made."""


class NotePictureQuerySet(models.QuerySet["NotePicture"]):
    def waiting(self) -> Self:
        return self.filter(state=NotePicture.State.WAITING)

    def failed(self) -> Self:
        return self.filter(state=NotePicture.State.FAILED)

    def named_by(self, episode_id: int) -> Self:
        return self.filter(episodes=episode_id)


class NotePicture(models.Model):
    """A picture that notes name by its address elsewhere, and what we hold of it. One that is here stays, also
    when it cannot be fetched again."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        STORED = "stored", "here"
        FAILED = "failed", "failed"

    url = models.URLField("address", max_length=2000, unique=True)
    episodes = models.ManyToManyField(
        "episodes.Episode", related_name="note_pictures", help_text="Whose notes name it."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    key = models.CharField(max_length=80, blank=True, db_index=True, help_text="The object in the storage.")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    objects = NotePictureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "picture in notes"
        verbose_name_plural = "pictures in notes"

    def __str__(self) -> str:
        return self.url

    @property
    def due_at(self) -> datetime | None:
        """When it is tried again, where it was tried and may yet work."""
        if self.state != self.State.WAITING or self.tried_at is None:
            return None
        return self.tried_at + BACKOFF[min(max(self.tries, 1), len(BACKOFF)) - 1]

    def is_due(self, at: datetime | None = None) -> bool:
        if self.due_at is None:
            return self.state == self.State.WAITING
        return self.due_at <= (at or timezone.now())
