from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import Resolver404, resolve


class OldFeedAddress(models.Model):
    """Where the feed used to be: whoever still asks there is sent to where it is now, for good (301)."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="old_feeds")
    host_name = models.CharField(
        max_length=255,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9.-]+$", "Write the name alone: no https://, no port.")],
        help_text="Only where the host had another name: then that name must still lead to this server.",
    )
    path = models.CharField(
        max_length=255,
        validators=[RegexValidator(r"^/[^?#\s]*$", "Write the part from the first slash: /rss.")],
        help_text="The part from the first slash, such as /podcast/rss.",
    )

    class Meta:
        ordering = ["host_name", "path"]
        verbose_name = "old feed address"
        verbose_name_plural = "old feed addresses"
        constraints = [
            models.UniqueConstraint(fields=["host_name", "path", "show"], name="old_feed_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.host_name}{self.path}"

    def clean(self) -> None:
        """An address at which this site has something of its own cannot lead away."""
        if self.host_name:
            return
        try:
            resolve(self.path)
        except Resolver404:
            return
        raise ValidationError({"path": "This site answers there itself."})
