"""What is known of downloads: numbers that name nobody, and for two days what keeps a listener from counting twice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class HourCount(models.Model):
    """Downloads of an episode in an hour. ``day`` is the show's own day, which may begin in the midst of an hour."""

    episode = models.ForeignKey(
        "episodes.Episode", on_delete=models.CASCADE, related_name="hour_counts", db_index=False
    )
    day = models.DateField()
    hour = models.DateTimeField()
    downloads = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="hour_count_day")]
        constraints = [
            models.UniqueConstraint(fields=["episode", "day", "hour"], name="hour_count_once"),
            models.CheckConstraint(condition=Q(downloads__gt=0), name="hour_count_is_more_than_none"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:00}: {self.downloads}"


class AgentCount(models.Model):
    """Downloads of an episode on a day by an app on a kind of device."""

    episode = models.ForeignKey(
        "episodes.Episode", on_delete=models.CASCADE, related_name="agent_counts", db_index=False
    )
    day = models.DateField()
    app = models.CharField(max_length=100)
    device = models.CharField(max_length=100)
    downloads = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="agent_count_day")]
        constraints = [
            models.UniqueConstraint(fields=["episode", "day", "app", "device"], name="agent_count_once"),
            models.CheckConstraint(condition=Q(downloads__gt=0), name="agent_count_is_more_than_none"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.app}, {self.device}: {self.downloads}"


class Salt(models.Model):
    """The key of one day's hashes (UTC). Without it they say nothing, and it is thrown away."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"


class Seen(models.Model):
    """How much of an episode a listener asked for, until a minute is together and the download counts.

    ``listener`` is a hash with the key of ``day``; ``at`` is when it began. Gone together with the key.
    """

    pk = models.CompositePrimaryKey("listener", "episode_id")
    listener = models.BinaryField(max_length=16)
    episode = models.ForeignKey(
        "episodes.Episode", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    at = models.DateTimeField()
    requested = models.PositiveBigIntegerField()
    needed = models.PositiveBigIntegerField()

    IS_COUNTED = Q(requested__gte=F("needed"))

    class Meta:
        indexes = [models.Index(fields=["day"], name="seen_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.requested} of {self.needed} bytes"


class AgentList(models.Model):
    """A list of user agents that was fetched, in place of the one that comes with Showsite."""

    kind = models.CharField(max_length=20, primary_key=True)
    entries = models.JSONField()
    source = models.CharField(max_length=500)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} from {self.source}"
