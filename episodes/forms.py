"""The forms of the hosts' desk. Forms clean; the jobs they name act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from episodes.audio.attach import AudioNotStored, StoredAudio, store_audio
from episodes.audio.probe import NotAudio
from episodes.desk.forms import NotesEditor, NotesForm, OwnChangesForm
from episodes.models import Episode
from episodes.notes.renderer import NotesTooHard, render
from episodes.publishing import give_slug, lacking
from episodes.storage import NOT_STORED
from episodes.topics_admin import TopicsForm


class PictureForm(forms.ModelForm[Any]):
    """A form whose pictures are stored before its row is saved, so that a store which does not answer is an
    error at the field and not the end of everything typed."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.store_files(data)
        return data

    def store_files(self, data: dict[str, Any]) -> None:
        for name in [name for name, value in data.items() if isinstance(self.fields[name], forms.ImageField)]:
            if isinstance(data[name], UploadedFile):
                self._store_picture(name, data)

    def _store_picture(self, name: str, data: dict[str, Any]) -> None:
        field = self._meta.model._meta.get_field(name)
        try:
            field.run_validators(data[name])
            data[name] = field.storage.save(
                field.generate_filename(self.instance, data[name].name), data[name]
            )
        except ValidationError as error:
            self.add_error(name, error)
        except NOT_STORED:
            self.add_error(
                name, "The picture could not be stored: the object storage does not answer. Try again."
            )


class PersonForm(PictureForm):
    class Meta:
        help_texts = {
            "name": _("As listeners read it, such as Ada Moss. Notes find the person by it."),
            "slug": _("Part of the address, /people/ada-moss/. Where you change it, the old one leads on."),
            "bio": _("A sentence or two, in plain text. It stands on the person's own page."),
            "picture": _("Square is best. Left out, the initials stand in."),
        }
        widgets = {"bio": forms.Textarea(attrs={"rows": 3})}


class SponsorForm(forms.ModelForm[Any]):
    class Meta:
        help_texts = {
            "name": _("The company, as the notes write it after “Sponsored by”."),
            "url": _("Where a message leads that names no address of its own."),
            "slug": _("Names the sponsor in exports."),
        }


class TopicForm(forms.ModelForm[Any]):
    class Meta:
        help_texts = {
            "name": _("A word or two, as listeners would say it: testing, async, packaging."),
            "slug": _(
                "Part of the address. Made from the name if left out; where you change it, the old one leads on."
            ),
        }


class ShowForm(PictureForm):
    class Meta:
        help_texts = {
            "slug": _("Names the show in files, such as exports and lists of downloads."),
            "language": _("What is spoken, as a code: en, en-gb, de."),
            "time_zone": _("Where you publish, such as Europe/Oslo. Every time at the desk is read in it."),
            "owner_name": _("Whom Apple and others write to about the feed."),
            "explicit": _("There is strong language in most episodes. One episode can say so for itself."),
        }


class AudioUpload(forms.FileInput):
    """A file that a script sends straight into the storage; without one, or a saved episode, with the form."""

    template_name = "admin/episodes/audio_upload.html"

    def __init__(self, episode: Episode | None = None) -> None:
        super().__init__(attrs={"accept": ".mp3,.m4a,audio/mpeg,audio/mp4,audio/x-m4a"})
        self.episode = episode

    class Media:
        css = {"all": ["admin/audio-upload.css"]}
        js = [Script("js/audio-upload.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.episode is not None:
            context["widget"]["start"] = reverse("admin:episodes_audio_start", args=[self.episode.pk])
            context["widget"]["recording"] = self.episode.recordings.first()
            described = context["widget"]["attrs"].pop("aria-describedby", "")
            context["widget"]["attrs"]["aria_describedby"] = described
        return context


class EpisodeForm(NotesForm, OwnChangesForm, TopicsForm, PictureForm):
    notes = forms.CharField(
        required=False,
        strip=False,
        help_text="Markdown. Kept as you type it, to the byte.",
        widget=NotesEditor(attrs={"rows": 30, "class": "vLargeTextField notes", "spellcheck": "true"}),
    )
    audio_file = forms.FileField(
        required=False,
        label="Audio file",
        help_text="MP3 or M4A. Once the episode is saved, a file of any size goes straight to the storage, and an "
        "upload that was cut goes on where it was; choosing one here for a new episode sends it with the form.",
        widget=AudioUpload(),
    )

    class Meta:
        model = Episode
        fields = [
            "show",
            "number",
            "season",
            "title",
            "slug",
            "episode_type",
            "summary",
            "recorded_on",
            "notes",
            "artwork",
            "explicit",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
        }

    stored_audio: StoredAudio | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["audio_file"].widget = AudioUpload(self.instance)

    def clean_notes(self) -> str:
        merged = self.merged(self.cleaned_data["notes"])
        notes = _with_line_ends_of(self.instance.notes, merged)
        try:
            render(notes)
        except NotesTooHard as error:
            raise ValidationError(f"Line {error.line}: {error.message}") from error
        return notes

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.instance.published_at and (missing := lacking(Episode(title=data.get("title", "")))):
            self.add_error("title", ["It is published or scheduled.", *missing])
        if data.get("title") and not data.get("slug") and data.get("show"):
            wanted = Episode(pk=self.instance.pk, show=data["show"], title=data["title"])
            give_slug(wanted)
            data["slug"] = wanted.slug
        return super().clean()

    def store_files(self, data: dict[str, Any]) -> None:
        super().store_files(data)
        if not data.get("audio_file"):
            return
        try:
            self.stored_audio = store_audio(data["audio_file"])
        except (NotAudio, AudioNotStored) as error:
            self.add_error("audio_file", str(error))


def _with_line_ends_of(before: str, typed: str) -> str:
    """Browsers send every line end as CRLF. What was not edited stays as it was, to the byte."""
    plain = typed.replace("\r\n", "\n")
    if plain == before.replace("\r\n", "\n"):
        return before
    only_crlf = "\r\n" in before and "\n" not in before.replace("\r\n", "")
    return plain.replace("\n", "\r\n") if only_crlf else plain
