"""Transcripts at the hosts' desk: uploaded with the episode they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes.admin import EpisodeAdmin
from episodes.cards.making import draw_cards_soon
from episodes.models import Episode, Segment
from episodes.of_show import OfShow, RowsOfShow
from transcripts import glossary_admin  # noqa: F401 - registers its own
from transcripts.finding import find_soon
from transcripts.forms import EpisodeWithTranscriptForm, SpeakerForm
from transcripts.importing import choose, choose_best, import_transcript
from transcripts.models import Speaker, Transcript
from transcripts.quoting import propose_soundbites
from transcripts.speakers import Suggestion, map_everywhere, suggest
from transcripts.words_admin import WordsAdmin

admin.site.unregister(Episode)


class TranscriptInline(RowsOfShow, admin.TabularInline[Transcript, Episode]):
    model = Transcript
    fields = ["source_name", "source_format", "chosen", "imported_at"]
    readonly_fields = ["source_name", "source_format", "chosen", "imported_at"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SpeakerInline(RowsOfShow, admin.TabularInline[Speaker, Transcript]):
    """Whom each label means. The labels are the file's own: none is added or taken away."""

    model = Speaker
    form = SpeakerForm
    fields = ["label", "person", "suggestion", "everywhere"]
    readonly_fields = ["label", "suggestion"]
    autocomplete_fields = ["person"]
    verbose_name_plural = gettext_lazy("speakers: whom each label of the file means")
    extra = 0
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.suggestions = suggest(obj) if obj else {}
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("suggestion"))
    def suggestion(self, speaker: Speaker) -> str:
        found: Suggestion | None = getattr(speaker, "suggested", None)
        if found is None:
            return "–"
        return _("%(person)s: %(why)s. Saving confirms it.") % {"person": found.person, "why": found.why}


@admin.register(Transcript)
class TranscriptAdmin(OfShow, WordsAdmin):
    """Reached from the episode that it belongs to, and from the desk."""

    list_display = ["source_name", "episode", "chosen", "imported_at"]
    fields = ("episode", "source_name", "source_format", "has_times", "chosen", "imported_at")
    readonly_fields = fields
    inlines = [SpeakerInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transcript]:
        rows = super().get_queryset(request).select_related("episode__show")
        return rows.defer("episode__notes", "episode__notes_html")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row.cleaned_data.get("everywhere") and row.instance.person:
                mapped, others = map_everywhere(row.instance)
                said = _("%(label)s is %(person)s in %(mapped)s more transcripts.")
                if others:
                    said += " " + _("In %(others)s it is somebody else, who stays.")
                names = {"label": row.instance.label, "person": row.instance.person}
                messages.success(request, said % {**names, "mapped": mapped, "others": others})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class AwaitsFilter(admin.SimpleListFilter):
    title = "starts"
    parameter_name = "starts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("proposed", "to confirm")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Episode]) -> QuerySet[Episode]:
        if self.value() != "proposed":
            return queryset
        waiting = Segment.objects.filter(start=None, proposed_start__isnull=False, proposal_refused=False)
        return queryset.filter(Exists(waiting.filter(episode=OuterRef("pk"))))


@admin.register(Episode)
class EpisodeWithTranscriptAdmin(EpisodeAdmin):
    form = EpisodeWithTranscriptForm
    actions = [*EpisodeAdmin.actions, "find_starts", "confirm_starts", "find_soundbites"]
    list_filter = [*EpisodeAdmin.list_filter, AwaitsFilter]
    inlines = [*EpisodeAdmin.inlines, TranscriptInline]
    fieldsets = [
        *EpisodeAdmin.fieldsets[:3],
        ("Transcript", {"fields": ["transcript_file"]}),
        *EpisodeAdmin.fieldsets[3:],
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        file = form.cleaned_data.get("transcript_file")
        if file:
            transcript, _ = import_transcript(form.instance, file)
            choose(transcript)
            for finding in file.findings:
                messages.warning(request, f"Transcript, line {finding.line}: {finding.message}")
        elif not form.instance.transcripts.filter(chosen=True).exists():
            choose_best(form.instance)
        find_soon(form.instance)

    @admin.action(description="Find where segments start", permissions=["change"])
    def find_starts(self, request: HttpRequest, queryset: QuerySet[Episode]) -> None:
        for episode in queryset:
            find_soon(episode)
        messages.success(request, "It takes about a second an episode. Starts that you have confirmed stay.")

    @admin.action(description="Propose soundbites", permissions=["change"])
    def find_soundbites(self, request: HttpRequest, queryset: QuerySet[Episode]) -> None:
        proposed = sum(propose_soundbites(episode) for episode in queryset)
        messages.success(request, f"{proposed} soundbites are proposed: open the episode to accept them.")

    @admin.action(description="Confirm all proposed starts", permissions=["change"])
    def confirm_starts(self, request: HttpRequest, queryset: QuerySet[Episode]) -> None:
        rows = Segment.objects.filter(
            episode__in=queryset, proposed_start__isnull=False, proposal_refused=False
        )
        confirmed = [row for row in rows if not row.start_confirmed]
        for row in confirmed:
            row.confirm_proposal()
        Segment.objects.bulk_update(confirmed, ["start", "start_origin", "proposal_refused"])
        for episode in queryset:
            draw_cards_soon(episode)
        messages.success(request, f"{len(confirmed)} starts are confirmed.")
