from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from episodes.audio.enclosure import Enclosure
from episodes.audio.probe import ENDINGS
from episodes.models.packed import LIST, OWN_PAGE, PAGE, PackedQuerySet
from episodes.models.person import Credit, Person
from episodes.paths import path_to
from episodes.pictures import artwork_key, validate_artwork
from episodes.timestamps import format_timestamp

if TYPE_CHECKING:
    from episodes.models.segment import Segment


# The place of a version of a row, and the transaction that wrote it. PostgreSQL writes a row that is changed in
# another place, so that both together name what is in the row.
_VERSION = "{row}.ctid || ':' || {row}.xmin"
_TWO = f"{_VERSION.format(row='r')} || '+' || {_VERSION.format(row='o')}"
FEED_ROWS = {
    "episodes_segment r": _VERSION.format(row="r"),
    "episodes_credit r JOIN episodes_person o ON o.id = r.person_id": _TWO,
    "episodes_sponsorship r JOIN episodes_sponsor o ON o.id = r.sponsor_id": _TWO,
    "episodes_soundbite r": _VERSION.format(row="r"),
    "episodes_contentlink r": _VERSION.format(row="r"),
    "transcripts_transcript r": _VERSION.format(row="r"),
}


def new_guid() -> str:
    return str(uuid.uuid4())


def number_in(address: str) -> int | None:
    return int(address) if address.isascii() and address.isdigit() and len(address) < 8 else None


class EpisodeQuerySet(PackedQuerySet["Episode"]):
    def published(self, at: datetime | None = None) -> Self:
        """What the public sees at a moment (now): the only gate of page, feed, audio, transcript and search."""
        return self.filter(published_at__lte=at or timezone.now())

    def scheduled(self, at: datetime | None = None) -> Self:
        return self.filter(published_at__gt=at or timezone.now())

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def with_audio(self) -> Self:
        return self.exclude(audio_key="")

    def heard(self, person: Person) -> Self:
        """Those in which somebody speaks or leads a segment."""
        of_person = Q(credits__person=person) | Q(segments__person=person)
        return self.filter(pk__in=Episode.objects.filter(of_person).values("pk"))

    def heard_slug(self, slug: str) -> Self:
        """The same, by the last part of somebody's address."""
        of_person = Q(credits__person__slug=slug) | Q(segments__person__slug=slug)
        return self.filter(pk__in=Episode.objects.filter(of_person).values("pk"))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def by_address(self, address: str) -> Self:
        """Episodes by the first part of their address: a number, or the slug of one that has none."""
        number = number_in(address)
        return self.without_number(address) if number is None else self.filter(number=number)

    def without_number(self, slug: str) -> Self:
        return self.filter(number__isnull=True, slug=slug)

    def beside(self, episode: Episode) -> Self:
        """Of these, the one published right before an episode and the one right after; a draft has no place yet."""
        if episode.published_at is None:
            return self.none()
        when = Q(published_at=episode.published_at)
        before = Q(published_at__lt=episode.published_at) | when & Q(pk__lt=episode.pk)
        after = Q(published_at__gt=episode.published_at) | when & Q(pk__gt=episode.pk)
        nearest = (
            self.filter(before).order_by("-published_at", "-pk"),
            self.filter(after).order_by("published_at", "pk"),
        )
        return self.filter(Q(pk__in=nearest[0].values("pk")[:1]) | Q(pk__in=nearest[1].values("pk")[:1]))

    def with_transcript_flag(self) -> Self:
        """Each episode knows whether the public can read what was said: ``has_transcript``."""
        spoken = Episode.objects.filter(pk=OuterRef("pk"), transcripts__chosen=True)
        return self.annotate(has_transcript=Exists(spoken))

    def for_list(self) -> Self:
        """With what a card and its small score show: no query more, however many episodes."""
        return self.with_transcript_flag().defer("notes", "notes_html", "search_vector").packed(LIST)

    def for_page(self) -> Self:
        """With all that stands on the episode's own page, by the same query."""
        return self.with_transcript_flag().defer("search_vector").packed(PAGE)

    def for_own_page(self) -> Self:
        """The same, and what is said first: ``opening_cues``."""
        return self.with_transcript_flag().defer("search_vector").packed(OWN_PAGE)

    def for_card(self) -> Self:
        """With what the pictures show that chats and social networks put beside a link."""
        return (
            self.select_related("show")
            .defer("notes", "notes_html")
            .prefetch_related(
                Prefetch("credits", Credit.objects.select_related("person")),
                Prefetch("segments", self._segments_without_bodies()),
                "segments__sponsorships__sponsor",
            )
        )

    def for_feed(self) -> Self:
        return self.defer("notes").prefetch_related(
            Prefetch("credits", Credit.objects.select_related("person")),
            Prefetch("segments", self._segments_without_bodies()),
            "segments__sponsorships__sponsor",
            "sponsorships__sponsor",
            "soundbites",
            "content_links",
            "transcripts",
        )

    def feed_versions(self) -> models.QuerySet[Episode, tuple[str, str]]:
        """The GUID of each episode, and what names the present contents of all rows that ``for_feed`` reads."""
        parts = [
            f"(SELECT string_agg({of}, ' ' ORDER BY r.id) FROM {rows} WHERE r.episode_id = episodes_episode.id)"  # noqa: S608 - constants
            for rows, of in FEED_ROWS.items()
        ]
        own = _VERSION.format(row="episodes_episode")
        text = RawSQL(f"concat_ws('/', {', '.join([own, *parts])})", ())  # noqa: S611 - constants
        return self.annotate(feed_version=text).values_list("guid", "feed_version")

    @staticmethod
    def _segments_without_bodies() -> models.QuerySet[Segment]:
        from episodes.models.segment import Segment  # noqa: PLC0415 - the two files name each other

        return Segment.objects.select_related("person").defer("source", "html", "search_vector")


class Episode(models.Model):
    """One document of notes, and one audio file. ``published_at``: empty draft, future scheduled, past public."""

    class Type(models.TextChoices):
        FULL = "full", _("full")
        TRAILER = "trailer", _("trailer")
        BONUS = "bonus", _("bonus")

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="episodes")
    number = models.PositiveIntegerField(null=True, blank=True)
    number_display = models.CharField(
        max_length=32, blank=True, help_text="How apps show the number, where it is not the number itself."
    )
    season = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=255, blank=True, help_text="Without the show's name and the number.")
    slug = models.SlugField(
        max_length=120, blank=True, help_text="Part of the address. Made from the title if left out."
    )
    episode_type = models.CharField(max_length=10, choices=Type, default=Type.FULL)
    topics = models.ManyToManyField("episodes.Topic", blank=True, related_name="episodes")
    summary = models.CharField(max_length=500, blank=True, help_text="One or two sentences. Plain text.")
    recorded_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text="In the show's time zone. Left out: a draft. In the future: it appears by itself at that time.",
    )
    first_published_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the public first saw it, kept while it is withdrawn.",
    )
    notes = models.TextField(blank=True, help_text="Markdown. Kept as you type it, to the byte.")
    notes_html = models.TextField(blank=True, editable=False)
    imported_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="SHA-256 of the notes as last imported from a file.",
    )
    imported_path = models.CharField(
        max_length=500, blank=True, editable=False, help_text="The file last imported, in its folder."
    )
    imported_file_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="SHA-256 of that file."
    )
    imported_values_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="SHA-256 of the front matter of an export."
    )
    artwork = models.ImageField(upload_to=artwork_key, blank=True, validators=[validate_artwork])
    audio_key = models.CharField(max_length=255, blank=True, editable=False)
    audio_bytes = models.PositiveBigIntegerField(null=True, editable=False)
    audio_type = models.CharField(max_length=50, blank=True, editable=False)
    audio_duration = models.DurationField(null=True, editable=False)
    audio_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="SHA-256 of the object."
    )
    audio_integrity = models.CharField(
        max_length=80, blank=True, editable=False, help_text="Of the object, as sha384-… in Base64."
    )
    audio_original_key = models.CharField(
        max_length=255,
        blank=True,
        editable=False,
        help_text="The file as it came, of which the object is made.",
    )
    audio_tags_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="SHA-256 of the tags that we wrote into the object.",
    )
    audio_is_public = models.BooleanField(
        default=False, editable=False, help_text="Whether the object has a copy at a public address."
    )
    guid = models.CharField(max_length=255, default=new_guid, editable=False)
    explicit = models.BooleanField(default=False)
    blocked = models.BooleanField(default=False, help_text="Asks directories not to list this episode.")
    changed_at = models.DateTimeField(
        db_default=Now(), editable=False, help_text="Set by the database with every change of the row."
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EpisodeQuerySet.as_manager()

    # Where a guest with a preview link reads this draft: then its own addresses are below that one.
    guest_url = ""
    opening_cues: Sequence[Any] = ()

    class Meta:
        ordering = ["-number", "-id"]
        get_latest_by = "published_at"
        permissions = [("publish_episode", "Can publish, schedule and withdraw episodes")]
        indexes = [
            models.Index(fields=["show", "-published_at"], name="episode_show_published"),
            GinIndex(fields=["search_vector"], name="episode_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["show", "number"], name="episode_number_once"),
            models.UniqueConstraint(fields=["show", "slug"], condition=~Q(slug=""), name="episode_slug_once"),
            models.UniqueConstraint(fields=["show", "guid"], name="episode_guid_once"),
            models.CheckConstraint(condition=~Q(guid=""), name="episode_has_a_guid"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | (~Q(title="") & ~Q(slug="")),
                name="episode_published_has_a_title_and_slug",
            ),
            models.CheckConstraint(
                condition=Q(
                    audio_key="", audio_bytes__isnull=True, audio_type="", audio_duration__isnull=True
                )
                | (
                    ~Q(audio_key="")
                    & ~Q(audio_type="")
                    & Q(audio_bytes__gt=0, audio_duration__gt=timedelta(0))
                ),
                name="episode_audio_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(episode_type__in=["full", "trailer", "bonus"]), name="episode_type_known"
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.address_number, self.title or str(_("untitled"))) if part)

    def get_absolute_url(self) -> str:
        return self.guest_url or self._url("episodes:detail")

    def _url(self, name: str) -> str:
        return path_to(name, self.address, self.slug or "untitled")

    @property
    def type_tag(self) -> str:
        return type_tag(self.episode_type)

    @property
    def address_number(self) -> str:
        return "" if self.number is None else str(self.number)

    @property
    def address(self) -> str:
        """The first part of the episode's address: its number, or its slug where it has none."""
        return self.address_number or self.slug

    @property
    def short_url(self) -> str:
        """The address to say aloud, "/128"; the long one where there is no number."""
        return (
            path_to("episodes:short", self.number)
            if self.number is not None and not self.guest_url
            else self.get_absolute_url()
        )

    @property
    def transcript_url(self) -> str:
        return f"{self.guest_url}transcript/" if self.guest_url else self._url("transcripts:detail")

    @property
    def transcript_vtt_url(self) -> str:
        return self.transcript_file_url("vtt")

    def transcript_file_url(self, form: str) -> str:
        """Where the transcript is, in one of the forms of ``transcript_types``."""
        return path_to("transcripts:file", self.address, self.slug or "untitled", form)

    @property
    def audio_url(self) -> str:
        """Our permanent address of the audio; it redirects to wherever the object is.

        Its ending is that of the file, because Apple tells types by it; another ending leads to the same file.
        """
        if self.guest_url:
            return f"{self.guest_url}audio"
        ending = ENDINGS.get(self.audio_type, "mp3")
        return path_to("episodes:audio", self.address, self.slug or "untitled", ending)

    @property
    def embed_url(self) -> str:
        """The player for other people's pages."""
        return self._url("episodes:embed")

    @property
    def chapters_url(self) -> str:
        return self._url("episodes:chapters")

    @property
    def card_url(self) -> str:
        """Our permanent address of the picture beside a link to the episode."""
        return self._url("episodes:card")

    def is_published(self, at: datetime | None = None) -> bool:
        return self.published_at is not None and self.published_at <= (at or timezone.now())

    def comes_after(self, other: Episode) -> bool:
        """In order of publication; what has no date yet comes last."""
        last = datetime.max.replace(tzinfo=UTC)
        return (self.published_at or last, self.pk) > (other.published_at or last, other.pk)

    @property
    def has_audio(self) -> bool:
        return bool(self.audio_key)

    @property
    def duration_text(self) -> str:
        return format_timestamp(self.audio_duration) if self.audio_duration is not None else ""

    @property
    def enclosure(self) -> Enclosure | None:
        if not self.audio_key or self.audio_bytes is None:
            return None
        return Enclosure(
            url=self.show.absolute(self.audio_url), length=self.audio_bytes, media_type=self.audio_type
        )

    @property
    def is_explicit(self) -> bool:
        return self.explicit or self.show.explicit

    @property
    def chapters(self) -> list[Segment]:
        """The segments whose start is known, in the order of the audio."""
        known = [(part.start, part.order, part) for part in self.segments.all() if part.start is not None]
        return [part for _, _, part in sorted(known, key=lambda entry: entry[:2])]

    def segment_at(self, moment: timedelta) -> Segment | None:
        """What the episode is about at a moment of its audio, where starts are known."""
        begun = [part for part in self.chapters if part.start is not None and part.start <= moment]
        return begun[-1] if begun else None


def type_tag(episode_type: str) -> str:
    """What is said beside an episode without a number: nothing of one like all others."""
    return "" if episode_type == Episode.Type.FULL else str(Episode.Type(episode_type).label)
