from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Waiver(models.Model):
    """A host's word that an episode goes out although a check of the publish page says no, and why."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(max_length=20, help_text="The check, as ``checks.Code`` names it.")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "code"], name="waiver_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
