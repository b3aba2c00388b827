"""What an import remembers: what the feed said the last time, and which files are still to be copied."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, Q


class FeedImport(models.Model):
    """The feed that a show came from. ``values`` are the show's fields as it had them last, to see what changed."""

    show = models.OneToOneField("episodes.Show", on_delete=models.CASCADE, related_name="feed_import")
    url = models.CharField(
        max_length=2000, blank=True, help_text="Where the feed was read; empty for a file."
    )
    values = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.url or str(self.show)


class ImportedItem(models.Model):
    """The item that an episode came from, as ``FeedImport`` for the show."""

    episode = models.OneToOneField("episodes.Episode", on_delete=models.CASCADE, related_name="feed_item")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.episode)


class MediaCopyQuerySet(models.QuerySet["MediaCopy"]):
    def waiting(self) -> Self:
        return self.filter(state=MediaCopy.State.WAITING)

    def failed(self) -> Self:
        return self.filter(state=MediaCopy.State.FAILED)

    def progress(self) -> dict[str, int]:
        """How many files there are in each state."""
        counts = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return {str(state): counts.get(state, 0) for state in MediaCopy.State.values}


class MediaCopy(models.Model):
    """A file that the feed names, to be copied into our storage. Whatever is killed, what waits is in these rows."""

    class Kind(models.TextChoices):
        AUDIO = "audio", "audio"
        ARTWORK = "artwork", "artwork"
        TRANSCRIPT = "transcript", "transcript"
        CHAPTERS = "chapters", "chapters"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DONE = "done", "copied"
        FAILED = "failed", "failed"

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="media_copies")
    episode = models.ForeignKey(
        "episodes.Episode",
        on_delete=models.CASCADE,
        null=True,
        related_name="media_copies",
        help_text="Empty for what belongs to the show.",
    )
    kind = models.CharField(max_length=10, choices=Kind)
    url = models.CharField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="What a host may want to know of the copy.")
    stored = models.CharField(max_length=255, blank=True, help_text="What the storage calls it.")

    objects = MediaCopyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "media copies"
        indexes = [models.Index(fields=["show", "state"], name="media_copy_state")]
        constraints = [
            models.UniqueConstraint(fields=["episode", "kind", "url"], name="media_copy_once"),
            models.UniqueConstraint(
                fields=["show", "kind"], condition=Q(episode=None), name="media_copy_of_show_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.episode or self.show}"
