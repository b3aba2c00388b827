"""Transcripts at the hosts' desk: uploaded with the episode they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from episodes.admin import EpisodeAdmin
from episodes.models import Episode
from transcripts.forms import EpisodeWithTranscriptForm
from transcripts.importing import choose, choose_best, import_transcript
from transcripts.models import Transcript

admin.site.unregister(Episode)


class TranscriptInline(admin.TabularInline[Transcript, Episode]):
    model = Transcript
    fields = ["source_name", "source_format", "chosen", "imported_at"]
    readonly_fields = ["source_name", "source_format", "chosen", "imported_at"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
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
