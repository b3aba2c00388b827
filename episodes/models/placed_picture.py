from __future__ import annotations

from django.db import models


class PlacedPicture(models.Model):
    """A picture of our own storage that an episode's notes show: what tells whether the public may see it."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="placed_pictures")
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "episode"], name="placed_picture_once")]

    def __str__(self) -> str:
        return self.key
