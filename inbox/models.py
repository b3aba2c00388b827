"""What listeners send to the hosts, and for a day what keeps one of them from sending very much."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from episodes.models import Episode, Show
from episodes.timestamps import format_timestamp
from inbox.addresses import host, spellings
from inbox.notes_line import notes_line


def new_token() -> str:
    """What only the sender knows: 192 random bits."""
    return secrets.token_urlsafe(24)


class StoryQuerySet(models.QuerySet["Story"]):
    def at(self, url: str) -> Self:
        """Those that lead to an address, however it was spelled."""
        return self.filter(url__in=spellings(url))


class Story(models.Model):
    """A link that a listener suggests, and why it matters. All but ``episode``, ``state`` and ``note`` is hostile."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("A story")
        EXTRA = "extra", _("A short extra")
        JOKE = "joke", _("A joke")

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        PLANNED = "planned", "planned"
        USED = "used", "used"
        NOT_USED = "not used", "not used"

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="stories")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    url = models.CharField("link", max_length=2000)
    why = models.TextField("why it matters")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TOPIC)
    name = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    episode = models.ForeignKey(
        "episodes.Episode",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name="used in",
        help_text="Choose the episode, and the story is used. The listener sees it once that is public.",
    )
    note = models.CharField(
        "word to the listener",
        max_length=500,
        blank=True,
        help_text="Shown on the private page of whoever sent it. Plain text.",
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="story_leads_to_the_web",
            ),
            models.CheckConstraint(
                condition=Q(episode__isnull=True) | Q(state="used"), name="story_with_an_episode_is_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}, {self.name}" if self.name else self.host

    def get_absolute_url(self) -> str:
        return reverse("inbox:sent", args=[self.token])

    @property
    def host(self) -> str:
        return host(self.url)

    @property
    def heard_in(self) -> Episode | None:
        """The episode that used it, once the public may know of that."""
        return self.episode if self.episode and self.episode.is_published() else None

    @property
    def is_planned(self) -> bool:
        """Also while the episode that uses it is not public yet."""
        return self.state == self.State.PLANNED or (self.episode is not None and self.heard_in is None)

    @property
    def line(self) -> str:
        return notes_line(self.url, self.name)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self, show: Show) -> Self:
        """Those of what the public can read."""
        return self.filter(episode__in=show.episodes.published())


class Correction(models.Model):
    """A line of a transcript as it should read. ``suggestion`` and ``remark`` are hostile."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        APPLIED = "applied", "applied"
        NOT_USED = "not used", "not used"

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="corrections")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    start = models.DurationField(help_text="Of the cue.")
    text = models.TextField("as it was")
    suggestion = models.TextField()
    remark = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.CharField(
        "word to the listener",
        max_length=500,
        blank=True,
        help_text="Shown on the private page of whoever sent it. Plain text.",
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__gte=timedelta(0)), name="correction_start_not_negative"
            ),
            models.CheckConstraint(condition=~Q(suggestion=""), name="correction_suggests_something"),
        ]

    def __str__(self) -> str:
        return f"{self.episode}, {self.start_text}"

    def get_absolute_url(self) -> str:
        return reverse("inbox:sent", args=[self.token])

    @property
    def start_text(self) -> str:
        return format_timestamp(self.start)


class Salt(models.Model):
    """The key of one day's hashes (UTC). Without it they say nothing, and it is thrown away when the day is over."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"


class Sender(models.Model):
    """When somebody sent something within the last hour. ``place`` is a hash with the key of ``day``."""

    class Kind(models.TextChoices):
        STORY = "story"
        CORRECTION = "correction"

    place = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    times = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "kind"], name="sender_once")]

    def __str__(self) -> str:
        return f"{self.day}: {len(self.times)} of {self.kind}"
