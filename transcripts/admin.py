"""Transcripts at the hosts' desk: uploaded with the episode they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from episodes.admin import EpisodeAdmin
from episodes.models import Episode
from transcripts.forms import EpisodeWithTranscriptForm
from transcripts.importing import choose, choose_best, import_transcript
from transcripts.models import Speaker, Transcript

admin.site.unregister(Episode)


class TranscriptInline(admin.TabularInline[Transcript, Episode]):
    model = Transcript
    fields = ["source_name", "source_format", "chosen", "imported_at"]
    readonly_fields = ["source_name", "source_format", "chosen", "imported_at"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SpeakerInline(admin.TabularInline[Speaker, Transcript]):
    """Whom each label means. The labels are the file's own: none is added or taken away."""

    model = Speaker
    fields = ["label", "person"]
    readonly_fields = ["label"]
    autocomplete_fields = ["person"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Transcript)
class TranscriptAdmin(admin.ModelAdmin[Transcript]):
    """Reached from the episode that it belongs to."""

    fields = ("episode", "source_name", "source_format", "has_times", "chosen", "imported_at")
    readonly_fields = fields
    inlines = [SpeakerInline]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Episode)
class EpisodeWithTranscriptAdmin(EpisodeAdmin):
    form = EpisodeWithTranscriptForm
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
