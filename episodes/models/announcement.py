from __future__ import annotations

from django.db import models
from django.utils import timezone


class Announcement(models.Model):
    """A word to the outside that a show's feed has changed: to whom, what became of it, and what was in the feed."""

    class Target(models.TextChoices):
        WEBSUB = "websub", "WebSub hub"
        PODPING = "podping", "Podping"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        FAILED = "failed", "given up"

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="announcements")
    target = models.CharField(max_length=10, choices=Target)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, help_text="Why the last try failed.")
    feed_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the feed that was announced."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(help_text="When it is tried next.")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["show", "target", "state"], name="announcement_last")]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "target"],
                condition=models.Q(state="waiting"),
                name="announcement_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.show} to {self.get_target_display()}, {self.get_state_display()}"
