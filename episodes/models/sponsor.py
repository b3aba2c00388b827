from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from episodes.names import fold, is_web_address


class Sponsor(models.Model):
    """A company that pays for messages. ``key`` makes "Digital Ocean" and "DigitalOcean" one."""

    name = models.CharField(max_length=128)
    slug = models.SlugField(unique=True)
    key = models.CharField(max_length=128, unique=True, editable=False)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = [Lower("name")]
        constraints = [models.CheckConstraint(condition=~models.Q(key=""), name="sponsor_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class SponsorAlias(models.Model):
    """Another name under which notes know a sponsor, such as that of one that was merged into it."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=128, help_text="As the notes write it.")
    key = models.CharField(max_length=128, unique=True, editable=False)

    class Meta:
        ordering = [Lower("name")]
        verbose_name_plural = "sponsor aliases"
        constraints = [models.CheckConstraint(condition=~models.Q(key=""), name="sponsor_alias_has_a_name")]

    def __str__(self) -> str:
        return f"{self.name} → {self.sponsor}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        same = SponsorAlias.objects.filter(key=fold(self.name)).exclude(pk=self.pk)
        if not fold(self.name) or same.exists():
            raise ValidationError({"name": "Another sponsor has this name already, or it has no letters."})


class Sponsorship(models.Model):
    """A sponsor's message in an episode, with its own title, text, link and start."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="sponsorships")
    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="sponsorships")
    segment = models.ForeignKey(
        "episodes.Segment", on_delete=models.SET_NULL, null=True, blank=True, related_name="sponsorships"
    )
    title = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True, help_text="Plain text.")
    url = models.URLField(max_length=500, blank=True)
    start = models.DurationField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    from_notes = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["episode", "sponsor"], name="sponsorship_once")]

    def __str__(self) -> str:
        return self.title or str(self.sponsor)

    @property
    def moment(self) -> timedelta | None:
        """When it is read, where that is known."""
        if self.start is not None or self.segment is None:
            return self.start
        return self.segment.start

    @property
    def target(self) -> str:
        """Where it leads; "" where nobody has said."""
        url = self.url or self.sponsor.url or (self.segment.url if self.segment else "")
        return url if is_web_address(url, longest=2000) else ""
