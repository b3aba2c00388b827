"""Who works on a show and as what, what they changed that the public sees, and who failed to sign in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Member(models.Model):
    """Somebody's role in a show. What a role may is written in ``rights``."""

    class Role(models.TextChoices):
        OWNER = "owner", "owner"
        HOST = "host", "host"
        EDITOR = "editor", "editor"
        SPONSORS = "sponsors", "sponsor-manager"
        VIEWER = "viewer", "viewer"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        ordering = ["show", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "show"], name="member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "host", "editor", "sponsors", "viewer"]),
                name="member_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class Act(models.Model):
    """Something that changed what the public sees. Written by the database itself, see the migrations.

    ``actor`` is an account's name, empty where a program acted by itself; ``process`` says which program it was.
    An act outlives what it tells of, so its show and episode may be gone.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "published"
        SCHEDULED = "scheduled", "scheduled"
        WITHDRAWN = "withdrawn", "withdrawn"
        WAIVER = "waiver", "waiver"
        PREVIEW = "preview", "preview link"
        NOTES = "notes", "notes"
        AUDIO = "audio", "audio"
        EPISODE = "episode", "episode"
        TIMES = "times", "times"
        CREDITS = "credits", "credits"
        TRANSCRIPT = "transcript", "transcript"
        SPONSOR = "sponsor", "sponsor"
        SHORT_LINK = "short link", "short link"
        SHOW = "show", "show settings"
        PEOPLE = "people", "people"
        TOPICS = "topics", "topics"
        IMPORT = "import", "import"
        TEAM = "team", "team"

    class Deed(models.TextChoices):
        ADDED = "insert", "added"
        CHANGED = "update", "changed"
        REMOVED = "delete", "removed"

    at = models.DateTimeField("when", db_index=True)
    actor = models.CharField("who", max_length=150, blank=True, db_index=True)
    process = models.CharField("by", max_length=64, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    deed = models.CharField(max_length=6, choices=Deed)
    show = models.ForeignKey(
        "episodes.Show", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    episode = models.ForeignKey(
        "episodes.Episode", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    name = models.CharField("what", max_length=200, blank=True, help_text="As it was called then.")
    changes = models.JSONField(
        default=dict, help_text="Each field with its value before and after, shortened."
    )

    class Meta:
        verbose_name = "entry of the log"
        verbose_name_plural = "entries of the log"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["show", "-at"], name="act_of_show")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Failures(models.Model):
    """When somebody failed to sign in, within a quarter of an hour. ``key`` is a hash with a key of ``day``."""

    key = models.BinaryField(max_length=16, unique=True)
    day = models.DateField()
    times = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        verbose_name_plural = "failures"

    def __str__(self) -> str:
        return f"{self.day}: {len(self.times)}"
