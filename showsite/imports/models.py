"""An import from the admin: what was uploaded, how far it is, what was said of each file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from episodes.sync import Resolution

STALLED_AFTER: Final = timedelta(minutes=1)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def for_list(self) -> Self:
        """A report may have ten thousand rows."""
        return self.select_related("show", "created_by").defer("report")


class ImportRun(models.Model):
    """An upload waits to be checked; checked, it waits for its host to say go; then it is imported.

    ``report`` is a list of rows, see ``showsite.imports.report``; of the check first, then of the import.
    """

    class Kind(models.TextChoices):
        EVERYTHING = "everything", "everything: notes from .md files, transcripts from the rest"
        NOTES = "notes", "notes alone"
        TRANSCRIPTS = "transcripts", "transcripts alone, .md files too"
        EXPORT = "export", "a whole show from its export"
        FEED = "feed", "a whole show from its feed"

    class State(models.TextChoices):
        UPLOADED = "uploaded", "waiting to be checked"
        CHECKING = "checking", "being checked"
        CHECKED = "checked", "checked, nothing is written yet"
        RUNNING = "running", "being imported"
        DONE = "done", "imported"
        FAILED = "failed", "failed"

    WHOLE_SHOW: Final = (Kind.EXPORT, Kind.FEED)
    ACTIVE: Final = (State.UPLOADED, State.CHECKING, State.RUNNING)

    show = models.ForeignKey(
        "episodes.Show",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
        help_text="May be left empty for a feed or the export of a whole show: it becomes a show of its own.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.EVERYTHING)
    upload_key = models.CharField(max_length=100, blank=True, help_text="What the storage calls the upload.")
    upload_name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    is_owner = models.BooleanField(
        "the feed is ours", default=False, help_text="Needed where a feed says that it is locked."
    )
    resolution = models.CharField(
        max_length=6,
        blank=True,
        choices=[(Resolution.THEIRS.value, "the file wins"), (Resolution.OURS.value, "what is here stays")],
        help_text="Who wins where both sides changed.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="Zero until it is known.")
    summary = models.CharField(max_length=255, blank=True)
    report = models.JSONField(default=list, blank=True)
    error = models.TextField(blank=True, help_text="Why it failed, for the host.")

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=Q(upload_key="") | Q(url=""), name="import_has_an_upload_or_an_address"
            ),
            models.CheckConstraint(
                condition=Q(state="done") | ~Q(upload_key="", url=""),
                name="import_keeps_its_source_until_done",
            ),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="import_done_within_total"),
            models.UniqueConstraint(
                fields=["show"],
                condition=Q(state="running"),
                nulls_distinct=False,
                name="import_one_running_for_a_show",
            ),
        ]

    def __str__(self) -> str:
        return self.source

    def get_absolute_url(self) -> str:
        return reverse("admin:imports_importrun_change", args=[self.pk])

    @property
    def source(self) -> str:
        return self.upload_name or self.url

    @property
    def is_whole_show(self) -> bool:
        """It brings in settings of the show as well."""
        return self.kind in self.WHOLE_SHOW

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    def is_stalled(self, at: datetime | None = None) -> bool:
        """Nothing was heard of it for a while: its worker was killed, is busy, or none is running."""
        return self.is_active and self.updated_at < (at or timezone.now()) - STALLED_AFTER

    @property
    def can_be_checked_again(self) -> bool:
        return bool(self.upload_key or self.url) and (not self.is_active or self.is_stalled())
