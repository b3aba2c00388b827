from __future__ import annotations

from django.db import models


class LinkCheck(models.Model):
    """What an address answered when it was last asked; kept once, however many episodes link to it."""

    url = models.CharField(max_length=2000, unique=True, help_text="As it goes over the wire, without #….")
    status = models.PositiveSmallIntegerField(null=True, help_text="Of the last answer, redirects followed.")
    problem = models.CharField(
        max_length=300, blank=True, help_text="Why it is broken; empty where it is not."
    )
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["url"]
        indexes = [models.Index(fields=["checked_at"], name="link_check_oldest")]

    def __str__(self) -> str:
        return self.url
