from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from episodes.addresses import LONGEST, target_of
from episodes.notes.document import SegmentKind
from episodes.paths import path_to
from episodes.timestamps import format_timestamp

if TYPE_CHECKING:
    from episodes.models.show import Show

# From here on nineteen of twenty proposed starts are right (docs/chapters.md): listeners get them at once.
SURE: Final = 0.7


class Segment(models.Model):
    """A titled part of the notes, derived from them and matched in place, so that id and slug survive an edit."""

    class StartOrigin(models.TextChoices):
        UNKNOWN = "", "unknown"
        NOTES = "notes", "typed in the notes"
        HOST = "host", "confirmed by a host"
        FOUND = "found", "proposed"

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="segments")
    order = models.PositiveSmallIntegerField(help_text="Place in the notes, from 1.")
    number = models.PositiveSmallIntegerField(null=True, help_text="Place among the topics, from 1.")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in SegmentKind], default=SegmentKind.TOPIC
    )
    label = models.CharField(max_length=20, blank=True, help_text="The number as the notes write it.")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    host_name = models.CharField(max_length=80, blank=True, help_text="The host as the notes write it.")
    person = models.ForeignKey(
        "episodes.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="segments"
    )
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    start = models.DurationField(null=True, blank=True)
    start_origin = models.CharField(
        max_length=10, choices=StartOrigin, blank=True, default=StartOrigin.UNKNOWN, editable=False
    )
    proposed_start = models.DurationField(
        null=True, editable=False, help_text="Where the transcript says that it starts."
    )
    proposed_confidence = models.FloatField(
        null=True, editable=False, help_text="How sure that is, from 0 to 1."
    )
    proposed_evidence = models.CharField(
        max_length=300, blank=True, editable=False, help_text="The words that say so."
    )
    proposal_refused = models.BooleanField(
        default=False, editable=False, help_text="A host has said that it does not start there."
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("host_name", weight="B", config="english")
        + SearchVector("text", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["order"]
        indexes = [GinIndex(fields=["search_vector"], name="segment_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "order"], name="segment_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["episode", "slug"], name="segment_slug_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(start__gte=timedelta(0)),
                name="segment_start_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, start_origin="")
                | (models.Q(start__isnull=False) & ~models.Q(start_origin="")),
                name="segment_start_has_an_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_start__isnull=True, proposed_confidence__isnull=True)
                | models.Q(
                    proposed_start__gte=timedelta(0),
                    proposed_confidence__gte=0,
                    proposed_confidence__lte=1,
                ),
                name="segment_proposal_is_whole_or_absent",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"{self.episode.get_absolute_url()}#{self.slug}"

    @property
    def has_page(self) -> bool:
        """Whether it stands for itself: an introduction without a title and a list of links do not."""
        if self.kind == SegmentKind.INTRO:
            return bool(self.title)
        return self.kind != SegmentKind.LINKS

    @property
    def page_url(self) -> str:
        """Its permanent address: a page of its own, or its place on the episode's."""
        episode = self.episode
        if not self.has_page or episode.guest_url:
            return self.get_absolute_url()
        return path_to("episodes:segment", episode.address, episode.slug or "untitled", self.slug)

    @property
    def card_url(self) -> str:
        """Our permanent address of the picture beside a link to the segment."""
        episode = self.episode
        return path_to("episodes:segment-card", episode.address, episode.slug or "untitled", self.slug)

    @property
    def embed_url(self) -> str:
        """The player of this part for other people's pages."""
        episode = self.episode
        return path_to("episodes:segment-embed", episode.address, episode.slug or "untitled", self.slug)

    @property
    def heading(self) -> str:
        """The title, or what stands in for one: the kind's name, or the first line of the text.

        In the language that is spoken right now; what keeps it chooses one (``languages.speaking_for``).
        """
        return self.title or heading_without_title(self.kind, self.text, self.number or self.order)

    @property
    def body(self) -> SafeString:
        """The stored HTML. It passed the allow-list of ``notes/renderer.py`` when it was written."""
        return mark_safe(self.html)  # noqa: S308 - the only writer is the renderer

    @property
    def start_confirmed(self) -> bool:
        """A person said so, in the notes or in the admin: nothing found by a machine replaces it."""
        return self.start_origin in (self.StartOrigin.NOTES, self.StartOrigin.HOST)

    @property
    def start_is_found(self) -> bool:
        """The site found it in the transcript, and no host has said yet whether it is right."""
        return self.start_origin == self.StartOrigin.FOUND

    @property
    def awaits_a_host(self) -> bool:
        """There is a proposal, not sure enough to be used by itself, and nobody has said anything of it."""
        return self.start is None and self.proposed_start is not None and not self.proposal_refused

    @property
    def is_proposed(self) -> bool:
        """The site proposes a start, and no host has said yet whether it is right."""
        return self.proposed_start is not None and not self.start_confirmed and not self.proposal_refused

    def start_is_confirmed(self) -> None:
        """A host has set the start by hand, or taken it away: then what was proposed is not proposed again."""
        self.start_origin = self.StartOrigin.UNKNOWN if self.start is None else self.StartOrigin.HOST
        self.proposal_refused = self.start is None and self.proposed_start is not None

    def confirm_proposal(self) -> None:
        """A host has said that the proposed start is right."""
        if self.proposed_start is not None:
            self.start = self.proposed_start
            self.start_is_confirmed()

    @property
    def start_text(self) -> str:
        return format_timestamp(self.start) if self.start is not None else ""


def heading_without_title(kind: str, text: str, number: int) -> str:
    if kind in (SegmentKind.EXTRA, SegmentKind.JOKE, SegmentKind.LINKS):
        return {"extra": _("Extras"), "joke": _("Joke"), "links": _("Links")}[kind]
    first_line = text.strip().split("\n", 1)[0]
    return first_line[:120] or _("Segment {number}").format(number=number)


def _words_of_address(column: str) -> Func:
    """ "https://a.example/b-c" as "https a example b c": PostgreSQL takes an address for one word."""
    letters = [Value("[^[:alnum:]]+"), Value(" "), Value("g")]
    return Func(F(column), *letters, function="regexp_replace", output_field=models.TextField())


class LinkQuerySet(models.QuerySet["Link"]):
    def of_show(self, show: Show, at: datetime | None = None) -> Self:
        """What the public may follow, paid messages left out: nobody chose those links for what they lead to."""
        return (
            self.filter(segment__episode__in=show.episodes.published(at))
            .exclude(segment__kind=SegmentKind.SPONSOR)
            .exclude(site="")
        )


class Link(models.Model):
    """A link of a segment, as the notes write it, and what it leads to (``addresses.target_of``)."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="links")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=2000)
    site = models.CharField(max_length=LONGEST, blank=True, db_default="", editable=False)
    project = models.CharField(max_length=LONGEST, blank=True, db_default="", editable=False)
    key = models.CharField(max_length=32, blank=True, db_default="", editable=False)
    search_vector = models.GeneratedField(
        expression=SearchVector("text", _words_of_address("url"), config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        indexes = [
            models.Index(fields=["site"], name="link_site"),
            models.Index(fields=["project"], condition=~models.Q(project=""), name="link_project"),
            models.Index(fields=["key"], name="link_key"),
            GinIndex(fields=["search_vector"], name="link_search"),
        ]
        constraints = [models.UniqueConstraint(fields=["segment", "order"], name="link_order_once")]

    def __str__(self) -> str:
        return self.text or self.url

    @classmethod
    def to(cls, url: str, **values: Any) -> Link:
        """A link, not saved yet, that knows what it leads to."""
        target = target_of(url)
        return cls(url=url, site=target.site, project=target.project, key=target.key, **values)
