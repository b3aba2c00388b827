from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone


class NotesVersionQuerySet(models.QuerySet["NotesVersion"]):
    def saved(self) -> Self:
        return self.exclude(kind=NotesVersion.Kind.DRAFT)

    def drafts(self) -> Self:
        """What hosts have typed and not saved, at several moments of their typing."""
        return self.filter(kind=NotesVersion.Kind.DRAFT)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class NotesVersion(models.Model):
    """The notes of an episode as they were saved at a moment; or a draft, as a host had typed them by then.

    ``base`` is the hash of the text that a draft was begun from, ``page`` the open page it was typed in. A draft is
    ``settled`` once its page has been saved, or its host has said that it is not needed.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", "saved"
        MERGED = "merged", "merged"
        IMPORTED = "imported", "imported"
        DRAFT = "draft", "not saved"

    episode = models.ForeignKey(
        "episodes.Episode",
        on_delete=models.CASCADE,
        null=True,
        related_name="notes_versions",
        help_text="None for the draft of an episode that is not saved yet.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="notes_versions"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    made_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    hash = models.CharField(max_length=64, help_text="SHA-256 of the text, its line ends as “\\n”.")
    base = models.CharField(max_length=64, blank=True)
    page = models.CharField(max_length=32, blank=True)
    settled = models.BooleanField(default=False)

    objects = NotesVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["episode", "-made_at"], name="notes_version_newest"),
            models.Index(fields=["episode", "hash"], name="notes_version_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.episode}, {timezone.localtime(self.made_at):%d %b %H:%M}"

    @property
    def is_draft(self) -> bool:
        return self.kind == self.Kind.DRAFT

    @property
    def by(self) -> str:
        """Who wrote it, in the name that hosts call each other."""
        return name_of(self.author) if self.author else "an import"


def name_of(user: AbstractBaseUser) -> str:
    return str(getattr(user, "first_name", "") or user.get_username())
