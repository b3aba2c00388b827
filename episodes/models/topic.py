from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Lower

from episodes.names import free_slug
from episodes.paths import path_to


class Topic(models.Model):
    """What hosts say that episodes are about: a page and a feed of its own for each."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(max_length=80)
    slug = models.SlugField(
        max_length=80, blank=True, help_text="Part of the address. Made from the name if left out."
    )

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint("show", Lower("name"), name="topic_name_once"),
            models.UniqueConstraint(fields=["show", "slug"], name="topic_slug_once"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(slug=""), name="topic_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            taken = Topic.objects.filter(show_id=self.show_id).values_list("slug", flat=True)
            self.slug = free_slug(self.name, taken, longest=80)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return path_to("episodes:topic", self.slug)
