from __future__ import annotations

from django.db import models


class OldSlug(models.Model):
    """What used to stand in an address. Written by the database itself whenever a slug or a number changes."""

    class Kind(models.TextChoices):
        EPISODE = "episode", "episode"
        NUMBER = "number", "number of an episode"
        SEGMENT = "segment", "segment"
        PERSON = "person", "person"
        TOPIC = "topic", "topic"

    kind = models.CharField(max_length=10, choices=Kind)
    scope_id = models.BigIntegerField(
        null=True, help_text="The show of an episode or a topic, the episode of a segment; none for a person."
    )
    slug = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope_id", "slug"], name="old_slug_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
