"""The form of an upload. It is looked at and stored before its row is saved."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from episodes.exporting import SHOW_FILE
from episodes.storage import NOT_STORED
from showsite.imports.archive import SINGLE_FILES, UnusableUpload, paths_inside
from showsite.imports.models import ImportRun
from showsite.imports.running import store_upload

Kind = ImportRun.Kind
FEEDS = (".xml", ".rss")


class ImportForm(forms.ModelForm[ImportRun]):
    """``may_change_shows``: whether the host may bring in a whole show."""

    may_change_shows = False

    file = forms.FileField(
        required=False,
        label="File",
        help_text="A .zip, up to 100 MB: of notes, of transcripts, of both, or an export of a whole show. "
        "Or one file alone, also the .xml of a feed.",
        widget=forms.FileInput(attrs={"accept": ",".join((".zip", *SINGLE_FILES))}),
    )
    url = forms.URLField(
        required=False,
        assume_scheme="https",
        max_length=2000,
        label="Or a feed",
        help_text="The address of a show's RSS feed.",
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[choice for choice in Kind.choices if choice[0] not in ImportRun.WHOLE_SHOW],
        initial=Kind.EVERYTHING,
        label="What to take",
    )

    class Meta:
        model = ImportRun
        fields = ["show", "url", "kind", "is_owner"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if not self.errors and bool(file) == bool(data.get("url")):
            raise ValidationError("Choose a file, or write the address of a feed: one of the two.")
        if file and not self.errors:
            self._look_at(file, data)
        elif not self.errors:
            self._check_whole_show(data, Kind.FEED)
        if file and not self.errors:
            self._store(file)
        return data

    def _look_at(self, file: UploadedFile[Any], data: dict[str, Any]) -> None:
        try:
            paths = paths_inside(cast(BinaryIO, file), file.name or "")
        except UnusableUpload as error:
            self.add_error("file", str(error))
            return
        if len(paths) == 1 and paths[0].suffix.lower() in FEEDS:
            self._check_whole_show(data, Kind.FEED)
        elif PurePosixPath(SHOW_FILE) in paths:
            self._check_whole_show(data, Kind.EXPORT)
        elif not data.get("show"):
            self.add_error("show", "Say which show these files belong to.")
        else:
            data["kind"] = data.get("kind") or Kind.EVERYTHING

    def _check_whole_show(self, data: dict[str, Any], kind: Kind) -> None:
        data["kind"] = kind
        if not self.may_change_shows:
            raise ValidationError("This brings in the settings of a show, which your account may not change.")

    def _store(self, file: UploadedFile[Any]) -> None:
        try:
            self.instance.upload_key = store_upload(file)
        except NOT_STORED:
            self.add_error(
                "file", "The file could not be stored: the object storage does not answer. Try again."
            )
        self.instance.upload_name = (file.name or "")[-255:]
