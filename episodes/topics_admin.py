"""Topics that the notes suggest, to be ticked in an episode's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from episodes.models import Episode
from episodes.topic_suggestions import add_topics, suggestions

FIELD = "suggested_topics"


class TopicsForm(forms.ModelForm[Any]):
    """Has the field only where there is something to suggest."""

    suggested_topics = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Suggested topics"),
        help_text=_("Topics of the show that the notes name, and projects that it keeps coming back to."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = suggested(self.instance)
        if names:
            self.fields[FIELD].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        else:
            del self.fields[FIELD]


def suggested(episode: Episode | None) -> list[str]:
    """Looked for once for a row: its form and its page both ask."""
    if episode is None or episode.pk is None:
        return []
    if FIELD not in episode.__dict__:
        episode.__dict__[FIELD] = suggestions(episode)
    found: list[str] = episode.__dict__[FIELD]
    return found


class TopicSuggestions(admin.ModelAdmin[Episode]):
    def get_fieldsets(self, request: HttpRequest, obj: Episode | None = None) -> Any:
        first, *rest = super().get_fieldsets(request, obj)
        may = self.has_change_permission(request, obj) and request.user.has_perm("episodes.add_topic", obj)
        if not (may and suggested(obj)):
            return [first, *rest]
        name, options = first
        return [(name, {**options, "fields": [*options["fields"], FIELD]}), *rest]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if request.user.has_perm("episodes.add_topic", form.instance):
            add_topics(form.instance, form.cleaned_data.get(FIELD, []))
