"""What a show or an episode says to podcast apps alone, where the podcast namespace allows several."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models

from episodes.timestamps import format_timestamp

SHORTEST_BITE, LONGEST_BITE = timedelta(seconds=15), timedelta(seconds=120)


class Funding(models.Model):
    """Where listeners can support the show (podcast:funding)."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="fundings")
    url = models.URLField(max_length=500)
    text = models.CharField(max_length=128, help_text="What the button says, such as “Buy us a coffee”.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "way to support"
        verbose_name_plural = "ways to support"

    def __str__(self) -> str:
        return self.text


class PodrollEntry(models.Model):
    """Another show that this one recommends (podcast:podroll)."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="podroll")
    feed_guid = models.UUIDField(
        verbose_name="podcast:guid", help_text="The other show's, as its feed or podcastindex.org gives it."
    )
    feed_url = models.URLField(max_length=500, blank=True)
    title = models.CharField(max_length=255, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "show we recommend"
        verbose_name_plural = "shows we recommend"
        constraints = [models.UniqueConstraint(fields=["show", "feed_guid"], name="podroll_entry_once")]

    def __str__(self) -> str:
        return self.title or str(self.feed_guid)


class FeedText(models.Model):
    """A text that some service wants to see in the feed (podcast:txt), mostly to verify who owns it."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="feed_texts")
    purpose = models.CharField(
        max_length=128, blank=True, help_text="As the service says: verify, applepodcastsverify, …"
    )
    text = models.TextField(validators=[MaxLengthValidator(4000)])
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.purpose or self.text[:40]


class Season(models.Model):
    """The name of a season; one without a name needs no row."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="seasons")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(32_767)])
    name = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["show", "number"], name="season_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"


class ContentLink(models.Model):
    """The same episode elsewhere, such as its video (podcast:contentLink)."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="content_links")
    url = models.URLField(max_length=500)
    text = models.CharField(max_length=128, help_text="What an app shows, such as “Watch on YouTube”.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "the same episode elsewhere"
        verbose_name_plural = "the same episode elsewhere"

    def __str__(self) -> str:
        return self.text


class Soundbite(models.Model):
    """Some seconds worth quoting (podcast:soundbite). What the site proposes is public once a host accepts it."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="soundbites")
    start = models.DurationField(validators=[MinValueValidator(timedelta(0))])
    duration = models.DurationField(
        validators=[MinValueValidator(SHORTEST_BITE), MaxValueValidator(LONGEST_BITE)],
        help_text="15 to 120 seconds.",
    )
    title = models.CharField(max_length=128, blank=True, help_text="Left out, apps show the episode's title.")
    text = models.TextField(blank=True, editable=False, help_text="What is said.")
    accepted = models.BooleanField(default=True)

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "start"], name="soundbite_once"),
            models.CheckConstraint(
                condition=models.Q(start__gte=timedelta(0), duration__gt=timedelta(0)),
                name="soundbite_is_within_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{format_timestamp(self.start)} {self.title}".strip()
