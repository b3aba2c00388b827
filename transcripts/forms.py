from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from episodes.forms import EpisodeForm
from transcripts.importing import (
    TranscriptFile,
    TranscriptNotStored,
    UnreadableTranscript,
    read_transcript,
    store_transcript,
)


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
