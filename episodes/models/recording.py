from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from episodes.timestamps import format_timestamp


class Recording(models.Model):
    """An audio file on its way in, or as it came: where it is, and what was found in it. The newest one counts."""

    class State(models.TextChoices):
        UPLOADING = "uploading", "on its way"
        WAITING = "waiting", "being checked"
        READY = "ready", "in use"
        REFUSED = "refused", "refused"

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="recordings")
    name = models.CharField(max_length=255, help_text="The file's name as it came.")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADING)
    refusal = models.CharField(max_length=500, blank=True, help_text="Why it was not taken.")
    key = models.CharField(max_length=255, editable=False)
    upload_id = models.CharField(max_length=255, blank=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False, help_text="SHA-256 of the file.")
    bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=50, blank=True)
    duration = models.DurationField(null=True)
    bit_rate = models.PositiveIntegerField(null=True, help_text="Bits a second.")
    is_variable = models.BooleanField(default=False)
    channels = models.PositiveSmallIntegerField(null=True)
    sample_rate = models.PositiveIntegerField(null=True, help_text="Hertz.")
    loudness = models.FloatField(null=True, help_text="LUFS, integrated.")
    peak = models.FloatField(null=True, help_text="dB, true peak.")
    problems = ArrayField(models.CharField(max_length=300), default=list)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["episode", "-uploaded_at"], name="recording_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> str:
        """What was found, in a line: "31:05, stereo, 128 kbit/s, 44.1 kHz, −16.2 LUFS, peak −1.0 dB"."""
        found = [
            format_timestamp(self.duration) if self.duration else "",
            {1: "mono", 2: "stereo"}.get(self.channels or 0, ""),
            f"{self.bit_rate / 1000:.0f} kbit/s{' on average' * self.is_variable}" if self.bit_rate else "",
            f"{self.sample_rate / 1000:g} kHz" if self.sample_rate else "",
            f"{self.loudness:.1f} LUFS".replace("-", "−") if self.loudness is not None else "",
            f"peak {self.peak:.1f} dB".replace("-", "−") if self.peak is not None else "",
            f"{self.bytes / 1_000_000:.1f} MB",
        ]
        return ", ".join(filter(None, found))

    @property
    def is_abandoned(self) -> bool:
        return self.state == self.State.UPLOADING and self.uploaded_at < timezone.now() - timedelta(days=1)
