from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone

from episodes.timestamps import format_timestamp
from transcripts.cues import ParsedCue
from transcripts.glossary import Rule
from transcripts.paragraphs import Turn, paragraphs

STALLED_AFTER: Final = timedelta(minutes=1)


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    def turns_between(self, start: timedelta, end: timedelta | None) -> tuple[Turn, ...]:
        """What is said in these from a moment on, until another or the end. One query."""
        said = Cue.objects.filter(transcript__in=self, start__gte=start)
        known = Speaker.objects.filter(transcript=OuterRef("transcript"), label=OuterRef("speaker"))
        rows = (said if end is None else said.filter(start__lt=end)).values_list(
            "start", "end", "text", Coalesce(Subquery(known.values("person__name")[:1]), "speaker")
        )
        return paragraphs(ParsedCue(start=a, end=b, text=text, speaker=name) for a, b, text, name in rows)

    def turns_of(self, cues: Iterable[Cue]) -> tuple[Turn, ...]:
        """The same, of rows that came along with their episode."""
        return paragraphs(
            ParsedCue(start=cue.start, end=cue.end, text=cue.text, speaker=cue.speaker) for cue in cues
        )


class Transcript(models.Model):
    """A file of words with times. An episode may keep several; the one ``chosen`` is what the public sees."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(max_length=12, default="en")
    source_format = models.CharField(max_length=20)
    source_name = models.CharField(max_length=255, help_text="The file's name as it came.")
    source_key = models.CharField(
        max_length=255, editable=False, help_text="Where the storage keeps the file."
    )
    source_hash = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the file as it came.")
    chosen = models.BooleanField(default=False)
    has_times = models.BooleanField(
        default=True,
        editable=False,
        help_text="Whether the file tells when anything was said. Without, it is read but not followed.",
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        ordering = ["-chosen", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(chosen=True), name="transcript_chosen_once"
            ),
            models.UniqueConstraint(fields=["episode", "source_hash"], name="transcript_file_once"),
        ]

    def __str__(self) -> str:
        return self.source_name

    def read_cues(self) -> list[ParsedCue]:
        """The cues as values, which pages and writers take, under the names of the people whom hosts know.

        Two queries, and no row becomes an object of its own.
        """
        mapped = self.speakers.filter(person__isnull=False).values_list("label", "person__name")
        return self._cues(dict(mapped), self.cues.all())

    def labelled_cues(self) -> list[ParsedCue]:
        """The cues under the labels that the file has."""
        return self._cues({}, self.cues.all())

    @staticmethod
    def _cues(names: Mapping[str, str], cues: QuerySet[Cue]) -> list[ParsedCue]:
        rows = cues.values_list("start", "end", "text", "speaker")
        return [
            ParsedCue(start=start, end=end, text=text, speaker=names.get(speaker, speaker))
            for start, end, text, speaker in rows
        ]


class Speaker(models.Model):
    """A label of a transcript's file, and the person it means; until a host says who, it stays a label."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="speakers")
    label = models.CharField(max_length=128)
    person = models.ForeignKey(
        "episodes.Person", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "label"], name="speaker_label_once"),
            models.CheckConstraint(condition=~Q(label=""), name="speaker_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else self.label


class Cue(models.Model):
    """Some words, from a start to an end. The text is text: it is escaped wherever it is shown."""

    # The index of ``cue_order_once`` begins with it; a second one would be written for every cue.
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues", db_index=False)
    order = models.PositiveIntegerField()
    start = models.DurationField()
    end = models.DurationField(null=True)
    speaker = models.CharField(max_length=128, blank=True)
    text = models.TextField()
    was = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What the file says, where that was heard wrong and has been corrected.",
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "order"], name="cue_order_once"),
            models.CheckConstraint(condition=Q(start__gte=timedelta(0)), name="cue_start_not_negative"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="cue_end_not_before_start"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def start_text(self) -> str:
        return format_timestamp(self.start)

    def reads(self, text: str) -> None:
        """Not saved yet. What the file says is kept beside it."""
        was = self.was or self.text
        self.text, self.was = text, was if was != text else ""

    def correct(self, text: str) -> None:
        """Passages are another's work: ``correcting``."""
        self.reads(text)
        self.save(update_fields=["text", "was"])


class Term(models.Model):
    """A word of a show's glossary: what machines hear, and what is said."""

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="glossary")
    heard = models.CharField(
        max_length=100, help_text="As transcripts have it wrong, in any case: pie test, fast api."
    )
    meant = models.CharField(max_length=100, help_text="As it should read: pytest, FastAPI.")
    whole_word = models.BooleanField(
        default=True, help_text="Only where it stands for itself: “pie test”, not “magpie tester”."
    )
    keeps_case = models.BooleanField(
        "case kept",
        default=False,
        help_text="Begins large or small as the line has it. Off, it is written exactly as above.",
    )

    class Meta:
        ordering = [Lower("heard"), "id"]
        verbose_name = "glossary term"
        verbose_name_plural = "glossary"
        constraints = [
            models.UniqueConstraint("show", Lower("heard"), name="term_heard_once"),
            models.CheckConstraint(condition=~Q(heard="") & ~Q(meant=""), name="term_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.heard} → {self.meant}"

    def clean(self) -> None:
        self.heard, self.meant = " ".join(self.heard.split()), " ".join(self.meant.split())
        if self.heard and not any(letter.isalnum() for letter in self.heard):
            raise ValidationError({"heard": "Write a word."})
        if self.heard and self.heard == self.meant:
            raise ValidationError({"meant": "That is what was heard."})
        if self.keeps_case and self.heard.lower() == self.meant.lower():
            raise ValidationError({"keeps_case": "Then nothing would change: it differs in its case alone."})

    @property
    def rule(self) -> Rule:
        return Rule(
            heard=self.heard, meant=self.meant, whole_word=self.whole_word, keeps_case=self.keeps_case
        )


class GlossaryRun(models.Model):
    """The glossary of a show, put to all its transcripts: how many lines it changes, and how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "at work"
        DONE = "done", "done"

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="glossary_runs")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0, help_text="Lines that are put right.")
    total = models.PositiveIntegerField(default=0, help_text="Lines to put right; zero until it is known.")

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.show}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("admin:transcripts_term_run", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.state != self.State.DONE

    def is_stalled(self, at: datetime | None = None) -> bool:
        """Nothing was heard of it for a while: its worker was killed, is busy, or none is running."""
        return self.is_active and self.updated_at < (at or timezone.now()) - STALLED_AFTER


class Passage(models.Model):
    """About a minute of speech: the row that search looks through.

    A thirtieth of the number of cues, and words that cross a cue's border are found together.
    """

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="passages")
    start = models.DurationField()
    text = models.TextField()
    cue_offsets = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        help_text="Where in the text each cue begins, in characters.",
    )
    cue_starts = ArrayField(
        models.PositiveIntegerField(), default=list, help_text="When each cue begins, in milliseconds."
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("text", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["start"]
        indexes = [GinIndex(fields=["search_vector"], name="passage_search")]

    def __str__(self) -> str:
        return self.text

    def moment_of(self, offset: int) -> timedelta:
        """When the cue begins that says the character at an offset of the text."""
        cue = bisect_right(self.cue_offsets, offset) - 1
        return timedelta(milliseconds=self.cue_starts[cue]) if cue >= 0 else self.start
