"""The hosts' inbox. Whatever listeners typed is shown as text, and their links vouch for nothing."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from episodes.of_show import OfShow
from inbox.answering import apply_correction, leave_out, plan
from inbox.models import Correction, Story
from transcripts.correcting import lines_at

# Lists name episodes and shows; what hosts wrote there need not come along.
HEAVY: Final = ("episode__notes", "episode__notes_html")


class StoryForm(forms.ModelForm[Story]):
    """The episode decides: a story that has one is used, and one that is used has one."""

    class Meta:
        model = Story
        fields = ["state", "episode", "note"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        episode = data.get("episode")
        if episode and episode.show_id != self.instance.show_id:
            self.add_error("episode", "That is an episode of another show.")
        elif episode and "state" in self.changed_data and data.get("state") != Story.State.USED:
            data["episode"] = None
        elif episode:
            data["state"] = Story.State.USED
        elif data.get("state") == Story.State.USED:
            self.add_error("episode", "Choose the episode that used it.")
        return data


@admin.register(Story)
class StoryAdmin(OfShow, admin.ModelAdmin[Story]):
    form = StoryForm
    list_display = ["sent_at", "where", "words", "name", "kind", "state", "episode"]
    list_filter = ["state", "kind", "show"]
    list_select_related = ["show", "episode"]
    search_fields = ["url", "why", "name"]
    autocomplete_fields = ["episode"]
    actions = ["plan_them", "leave_them_out"]
    readonly_fields = ["show", "sent_at", "address", "why", "kind", "name", "for_the_notes"]
    fieldsets = [
        ("What was sent", {"fields": ["show", "sent_at", "address", "why", "kind", "name"]}),
        ("For the notes", {"fields": ["for_the_notes"]}),
        ("What became of it", {"fields": ["state", "episode", "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return super().get_queryset(request).select_related(*self.list_select_related).defer(*HEAVY)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="link", ordering="url")
    def where(self, story: Story) -> str:
        return story.host

    @admin.display(description="why it matters")
    def words(self, story: Story) -> str:
        return Truncator(story.why).chars(120)

    @admin.display(description="link")
    def address(self, story: Story) -> SafeString:
        return format_html('<a href="{}" rel="ugc nofollow noopener">{}</a>', story.url, story.url)

    @admin.display(description="to copy")
    def for_the_notes(self, story: Story) -> SafeString:
        return format_html("<code>{}</code>", story.line)

    @admin.action(description="Planned", permissions=["change"])
    def plan_them(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        messages.success(request, f"Planned: {plan(queryset)}. Their senders can see it.")

    @admin.action(description="Not used", permissions=["change"])
    def leave_them_out(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        messages.success(request, f"Not used: {leave_out(queryset)}. Their senders can see it.")


@admin.register(Correction)
class CorrectionAdmin(OfShow, admin.ModelAdmin[Correction]):
    list_display = ["sent_at", "episode", "start_text", "was", "should_be", "state"]
    list_filter = ["state", "episode__show"]
    list_select_related = ["episode"]
    search_fields = ["text", "suggestion", "remark"]
    actions = ["apply_them", "leave_them_out"]
    readonly_fields = ["episode", "sent_at", "place", "text", "reads_now", "suggestion", "remark", "state"]
    fieldsets = [
        ("What was sent", {"fields": ["episode", "sent_at", "place", "text", "suggestion", "remark"]}),
        ("What became of it", {"fields": ["reads_now", "state", "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).select_related(*self.list_select_related).defer(*HEAVY)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="as it was")
    def was(self, correction: Correction) -> str:
        return Truncator(correction.text).chars(120)

    @admin.display(description="suggestion")
    def should_be(self, correction: Correction) -> str:
        return Truncator(correction.suggestion).chars(120)

    @admin.display(description="at")
    def place(self, correction: Correction) -> SafeString:
        """Where to hear it."""
        url, seconds = correction.episode.transcript_url, int(correction.start.total_seconds())
        return format_html('<a href="{}#t={}">{}</a>', url, seconds, correction.start_text)

    @admin.display(description="the line reads now")
    def reads_now(self, correction: Correction) -> str:
        lines = lines_at(correction.episode, correction.start)
        return lines.cue.text if lines else "There is no such line any more."

    @admin.action(description="Apply", permissions=["change"])
    def apply_them(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        for correction in queryset.exclude(state=Correction.State.APPLIED).order_by("sent_at"):
            if apply_correction(correction):
                messages.success(request, f"{correction}: the line reads so now, and search finds it.")
            else:
                messages.error(
                    request, f"{correction}: the line reads otherwise by now. Nothing was changed."
                )

    @admin.action(description="Not used", permissions=["change"])
    def leave_them_out(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        left = queryset.exclude(state=Correction.State.APPLIED).update(state=Correction.State.NOT_USED)
        messages.success(request, f"Not used: {left}. Their senders can see it.")
