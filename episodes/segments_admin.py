"""The segments of an episode at the desk: what the notes say, when each starts, and what the transcript proposes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from episodes.models import Episode, Segment
from episodes.of_show import RowsOfShow
from episodes.timestamps import format_timestamp


class SegmentForm(forms.ModelForm[Segment]):
    right = forms.BooleanField(required=False, label="right", help_text="Take the time that is proposed.")

    class Meta:
        model = Segment
        fields = ["person", "start"]


class SegmentInline(RowsOfShow, admin.TabularInline[Segment, Episode]):
    """What the notes say, and the one thing that they may leave open: when a segment starts."""

    model = Segment
    form = SegmentForm
    fields = ["order", "kind", "number", "heading", "person", "host_name", "start", "proposal", "right"]
    readonly_fields = ["order", "kind", "number", "heading", "host_name", "proposal"]
    autocomplete_fields = ["person"]
    verbose_name_plural = "segments, as the notes say"
    extra = 0
    can_delete = False

    class Media:
        css = {"all": ["admin/segments.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Segment]:
        return super().get_queryset(request).select_related("episode")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="heard at")
    def proposal(self, segment: Segment) -> str | SafeString:
        """Where the transcript says that it starts, how sure that is, and by which words."""
        if segment.proposed_start is None or segment.start_confirmed:
            return "–"
        return format_html(
            '<a href="{}#t={}">{}</a>, {} % sure{}<br><span class="help">{}</span>',
            segment.episode.get_absolute_url(),
            int(segment.proposed_start.total_seconds()),
            format_timestamp(segment.proposed_start),
            round(100 * (segment.proposed_confidence or 0)),
            ", refused" if segment.proposal_refused else "",
            segment.proposed_evidence,
        )


def take_answers(form: Any) -> None:
    """What a host has said of a segment's start: typed a time, took one away, or called the proposal right."""
    segment: Segment = form.instance
    if "start" in form.changed_data:
        segment.start_is_confirmed()
    elif form.cleaned_data.get("right"):
        segment.confirm_proposal()
