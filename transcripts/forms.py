from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from episodes.forms import EpisodeForm
from transcripts.importing import (
    TranscriptFile,
    TranscriptNotStored,
    UnreadableTranscript,
    read_transcript,
    store_transcript,
)
from transcripts.models import Speaker
from transcripts.speakers import Suggestion


class SpeakerForm(forms.ModelForm[Speaker]):
    """Whom a label means. What is suggested stands there already, and is saved only with the form."""

    suggestions: ClassVar[Mapping[str, Suggestion]] = {}

    everywhere = forms.BooleanField(
        required=False,
        label=_("in all transcripts"),
        widget=forms.CheckboxInput(attrs={"aria-label": _("in all transcripts")}),
        help_text=_("The same label in the show's other transcripts, where nobody has it yet."),
    )

    class Meta:
        model = Speaker
        fields = ["person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = self.instance.person_id
        found = self.suggestions.get(self.instance.label) if self.saved is None else None
        if found:
            self.instance.suggested = found  # type: ignore[attr-defined]
            self.initial["person"] = found.person.pk

    @cached_property
    def changed_data(self) -> list[str]:
        """What differs from the row, not from what the page suggested."""
        names = ["everywhere"] if self["everywhere"].data else []
        if "person" in self.fields and str(self["person"].data or "") != str(self.saved or ""):
            names.append("person")
        return names


class CueForm(forms.Form):
    """A line to put right: what it read when the page was opened comes back with it."""

    cue = forms.IntegerField(widget=forms.HiddenInput)
    was = forms.CharField(widget=forms.HiddenInput, strip=False)
    text = forms.CharField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "words-text", "spellcheck": "true"}),
        error_messages={"required": _("A line cannot be empty.")},
    )

    def clean_text(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["text"].split())


class EpisodeWithTranscriptForm(EpisodeForm):
    transcript_file = forms.FileField(
        required=False,
        label="Transcript file",
        help_text="WebVTT, SubRip, JSON, HTML, Markdown with names, or text whose lines begin with a time. "
        "The newest file is shown.",
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.json,.txt,.md,.html,.htm"}),
    )

    def store_files(self, data: dict[str, Any]) -> None:
        super().store_files(data)
        if data.get("transcript_file"):
            try:
                store_transcript(data["transcript_file"])
            except TranscriptNotStored as error:
                self.add_error("transcript_file", str(error))

    def clean_transcript_file(self) -> TranscriptFile | None:
        upload: Any = self.cleaned_data["transcript_file"]
        if not upload:
            return None
        try:
            return read_transcript(upload.name, upload.read())
        except UnreadableTranscript as error:
            where = f"Line {error.line}: " if error.line else ""
            raise ValidationError(f"{where}{error}") from error
