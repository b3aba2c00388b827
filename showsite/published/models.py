"""What is in the bucket, so that a change writes only what it has changed."""

from __future__ import annotations

from django.db import models


class PublishedSite(models.Model):
    """The files of a show. ``stamp`` is what the show was when all of them were right; a show that is gone is empty."""

    show = models.OneToOneField("episodes.Show", on_delete=models.SET_NULL, related_name="+", null=True)
    stamp = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True, help_text="When a run is to begin; empty where none waits.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Runs that failed, one after the other.")
    error = models.CharField(max_length=500, blank=True, help_text="Why the last run failed.")
    finished_at = models.DateTimeField(null=True, help_text="When all files were last right.")

    def __str__(self) -> str:
        return f"Files of {self.show or 'a show that is gone'}"


class PublishedFile(models.Model):
    """A file that was written, or is about to be. ``version`` names the rows that it was made of.

    ``digest`` names its bytes and headers; it is empty where the site has nothing at that address.
    """

    site = models.ForeignKey(PublishedSite, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=1000, unique=True)
    version = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.key


class Words(models.Model):
    """How often the cues of a transcript have changed: counted by the database (migration 0002)."""

    transcript = models.OneToOneField(
        "transcripts.Transcript",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="+",
    )
    changes = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.changes} changes"
