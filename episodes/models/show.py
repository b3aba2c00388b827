from __future__ import annotations

import uuid
from typing import Self
from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.utils.functional import cached_property

from episodes.categories import CATEGORIES
from episodes.feed_rules import validate_geo, validate_osm, validate_rule
from episodes.models.packed import SHOW, PackedQuerySet
from episodes.models.person import Person
from episodes.names import fold
from episodes.paths import path_to
from episodes.pictures import artwork_key, validate_artwork

# The namespace that the podcast namespace's specification names for podcast:guid.
PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class ShowQuerySet(PackedQuerySet["Show"]):
    def for_pages(self) -> Self:
        """With what stands on every page, by the same query."""
        return self.packed(SHOW)


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is no time zone. Write one such as Europe/Berlin.")


class Show(models.Model):
    """A podcast. ``revision`` is raised by the database itself with every change of what the public sees."""

    class Type(models.TextChoices):
        EPISODIC = "episodic", "episodic: the newest first"
        SERIAL = "serial", "serial: to be heard in order"

    title = models.CharField(max_length=255)
    slug = models.SlugField(unique=True)
    tagline = models.CharField(max_length=255, blank=True, help_text="The show in one sentence.")
    description = models.TextField(
        validators=[MaxLengthValidator(4000)],
        help_text="What the show is about, for podcast apps and search engines. Plain text.",
    )
    language = models.CharField(
        max_length=12,
        default="en",
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "Write a code such as en or en-gb.")],
    )
    author = models.CharField(
        max_length=255, blank=True, help_text="As podcast apps show it under the title."
    )
    owner_name = models.CharField(max_length=255, blank=True)
    owner_email = models.EmailField(
        blank=True, help_text="Stands in the feed for everybody to read: use a role address, not your own."
    )
    artwork = models.ImageField(
        upload_to=artwork_key,
        blank=True,
        validators=[validate_artwork],
        help_text="Square, 1400 to 3000 pixels, JPEG or PNG, better up to 512 KB.",
    )
    categories = ArrayField(
        models.CharField(max_length=80, choices=[(name, name) for name in CATEGORIES]),
        default=list,
        blank=True,
        help_text="Apple's categories. Apple shows the first.",
    )
    explicit = models.BooleanField(default=False)
    show_type = models.CharField(
        max_length=10,
        choices=Type,
        default=Type.EPISODIC,
        help_text="Serial: apps start listeners at the first episode. Then every episode needs a number.",
    )
    locked = models.BooleanField(
        default=False,
        help_text="Asks other platforms not to take this feed over. Off while you move somewhere else.",
    )
    blocked = models.BooleanField(default=False, help_text="Asks directories not to list the show.")
    complete = models.BooleanField(
        default=False, help_text="There will never be another episode: apps stop asking."
    )
    new_feed_url = models.URLField(
        max_length=500,
        blank=True,
        verbose_name="new feed address",
        help_text="Only when the show moves away: apps and directories follow at once, and for good.",
    )
    location = models.CharField(
        max_length=128, blank=True, help_text="Where the show is about, in words, such as Austin, Texas."
    )
    location_geo = models.CharField(
        max_length=64, blank=True, validators=[validate_geo], help_text="For example geo:30.27,-97.74."
    )
    location_osm = models.CharField(
        max_length=32,
        blank=True,
        validators=[validate_osm],
        verbose_name="location in OpenStreetMap",
        help_text="For example R113314.",
    )
    update_frequency = models.CharField(max_length=128, blank=True, help_text="In words: “every Monday”.")
    update_rule = models.CharField(
        max_length=255,
        blank=True,
        validators=[validate_rule],
        help_text="The same for machines, as calendars write it: FREQ=WEEKLY;BYDAY=MO.",
    )
    licence = models.CharField(max_length=80, blank=True, help_text="For example CC-BY-4.0.")
    licence_url = models.URLField(blank=True)
    copyright = models.CharField(max_length=255, blank=True, help_text="The holder alone: no ©, no year.")
    site_address = models.URLField(
        help_text="Where the show lives, such as https://example.org. Feeds and links use it.",
        validators=[
            RegexValidator(r"^https?://[^/?#]+$", "Write the address without a path or closing slash.")
        ],
    )
    host_name = models.CharField(
        max_length=255,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9.-]+$", "Write the name alone: no https://, no port.")],
        help_text="The name by which browsers ask for this show, such as example.org. "
        "The only show of an installation answers on every name.",
    )
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    guid = models.UUIDField(
        unique=True,
        editable=False,
        help_text="podcast:guid: made once of the first feed address, never changed.",
    )
    hosts = models.ManyToManyField("episodes.Person", through="episodes.ShowHost", related_name="shows")
    revision = models.PositiveBigIntegerField(default=1, editable=False)

    objects = ShowQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        if self.guid is None:
            self.guid = uuid.uuid5(PODCAST_NAMESPACE, self.feed_url.split("://", 1)[1].strip("/"))
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return path_to("home")

    @cached_property
    def regular_hosts(self) -> list[Person]:
        """The hosts in the order of the score's lanes."""
        return [host.person for host in self.show_hosts.select_related("person")]

    def absolute(self, path: str) -> str:
        """A whole address on the show's own site: never made from the Host header of a request."""
        return self.site_address + path

    @property
    def feed_url(self) -> str:
        return self.absolute(path_to("episodes:feed"))


class ShowHost(models.Model):
    """A regular host. Their order is the order of the score's lanes."""

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="show_hosts")
    person = models.ForeignKey("episodes.Person", on_delete=models.PROTECT, related_name="show_hosts")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["show", "person"], name="show_host_once")]

    def __str__(self) -> str:
        return str(self.person)


class HostAlias(models.Model):
    """Another spelling under which the notes name a person: "Brain" for Brian."""

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)
    person = models.ForeignKey("episodes.Person", on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "host aliases"
        constraints = [
            models.UniqueConstraint("show", models.functions.Lower("name"), name="host_alias_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.person}"

    @property
    def key(self) -> str:
        return fold(self.name)


class SubscribeLink(models.Model):
    """Where listeners subscribe: Apple Podcasts, Overcast, …"""

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="subscribe_links")
    label = models.CharField(max_length=80)
    url = models.URLField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.label
