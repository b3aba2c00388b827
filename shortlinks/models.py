"""Short addresses to be said aloud, and how often each was used. Nothing is kept of who used them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from episodes.names import is_web_address
from shortlinks.words import validate_word

if TYPE_CHECKING:
    from episodes.models import Show

MONTH = timedelta(days=30)


def validate_target(value: str) -> None:
    if not is_web_address(value, longest=2000) and not (value.startswith("/") and not value.startswith("//")):
        raise ValidationError(
            "Write a whole address, https://…, or one of this site from its slash: /episodes/."
        )


class ShortLinkQuerySet(models.QuerySet["ShortLink"]):
    def with_counts(self) -> Self:
        """Each with ``total`` and ``lately``, the uses of the last 30 days."""
        used = Use.objects.filter(show=OuterRef("show"), word=OuterRef("word")).order_by().values("word")
        month = used.filter(day__gt=timezone.now().date() - MONTH)
        return self.annotate(
            total=Coalesce(Subquery(used.annotate(sum=Sum("count")).values("sum")), 0),
            lately=Coalesce(Subquery(month.annotate(sum=Sum("count")).values("sum")), 0),
        )


class ShortLink(models.Model):
    """A word of a show: example.org/datadog. Outside its days it does not lead on, but says what it was."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="short_links")
    word = models.CharField(max_length=40, validators=[validate_word], help_text="Said aloud: datadog.")
    target = models.CharField(
        max_length=2000,
        validators=[validate_target],
        help_text="Where it leads: https://… or a page of this site such as /sponsors/.",
    )
    sponsor = models.ForeignKey(
        "episodes.Sponsor", on_delete=models.SET_NULL, null=True, blank=True, related_name="short_links"
    )
    starts_on = models.DateField(null=True, blank=True, help_text="Before that day nothing is there.")
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day. Afterwards the address explains what it was."
    )
    note = models.CharField(
        max_length=500, blank=True, help_text="What it was about, for those who come late. Plain text."
    )

    objects = ShortLinkQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["show", "word"], name="short_link_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="short_link_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.word}"

    def get_absolute_url(self) -> str:
        return reverse("shortlinks:go", args=[self.word])

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day comes before the first."})

    def has_begun(self, on: date) -> bool:
        return self.starts_on is None or self.starts_on <= on

    def has_ended(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on


class Use(models.Model):
    """How often a word, or an episode's number, was followed on a day."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["show", "word", "day"], name="use_counted_once_a_day")]

    def __str__(self) -> str:
        return f"/{self.word} {self.day}: {self.count}"

    @classmethod
    def add(cls, show: Show, word: str, day: date) -> None:
        """One more. Right whatever several processes count at once."""
        new: Any = cls(show=show, word=word, day=day, count=0)
        cls.objects.bulk_create([new], ignore_conflicts=True)
        cls.objects.filter(show=show, word=word, day=day).update(count=F("count") + 1)
