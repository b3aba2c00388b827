from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from episodes import roles
from episodes.paths import path_to
from episodes.pictures import portrait_key, validate_picture


class Person(models.Model):
    """Somebody who speaks on a show: a host, a guest."""

    name = models.CharField(max_length=128)
    slug = models.SlugField(unique=True)
    bio = models.TextField(blank=True, help_text="Plain text, a sentence or two.")
    picture = models.ImageField(upload_to=portrait_key, blank=True, validators=[validate_picture])

    class Meta:
        ordering = [Lower("name")]
        verbose_name_plural = "people"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("episodes:person", self.slug)

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class PersonLink(models.Model):
    """A person's own page or account."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=500)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.label or self.url


class Credit(models.Model):
    """A person's part in an episode. Those ``from_notes`` follow the notes; the others are the hosts' own."""

    class Role(models.TextChoices):
        """The roles that the site itself tells apart; the others are names."""

        HOST = roles.HOST, "host"
        GUEST = roles.GUEST, "guest"
        OTHER = roles.OTHER, "other"

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=40, choices=roles.CHOICES, default=Role.HOST)
    order = models.PositiveSmallIntegerField(default=0)
    from_notes = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "person"], name="credit_once"),
            models.CheckConstraint(condition=models.Q(role__in=roles.ROLES), name="credit_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
