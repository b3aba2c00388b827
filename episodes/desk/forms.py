"""A form that several hosts may have open at once: each saves what they changed, and notes are merged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import ngettext

from episodes.desk.merging import Conflict, is_same, merge, text_hash
from episodes.desk.versions import settled_pages, text_with_hash, unsaved_draft
from episodes.models import Episode, NotesVersion
from episodes.models.notes_version import name_of

OPENED: Final = "opened_with"


class NotesEditor(forms.Textarea):
    """A text area that scripts make an editor with a preview; it brings along what the page was opened with."""

    template_name = "admin/episodes/notes/editor.html"
    form: NotesForm | None = None

    class Media:
        css = {"all": ["css/tokens.css", "admin/notes-editor.css"]}
        js = [
            Script("vendor/codemirror/codemirror.js", defer=True),
            *(
                Script(f"js/{name}.js", type="module")
                for name in ("notes-desk", "notes-editor", "notes-preview", "notes-drafts", "notes-links")
            ),
        ]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.form is not None:
            context["editor"] = self.form.for_editor()
        return context


class NotesForm(forms.ModelForm[Any]):
    """Notes that are merged with what another host has saved since the page was opened.

    To be cleaned in a transaction: the row stays locked from the comparison to the saving.
    """

    host: User | None = None
    version: NotesVersion | None = None
    conflicts: tuple[Conflict, ...] = ()
    was_merged = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "notes" not in self.fields:  # somebody who may only look
            return
        self.fields["notes"].widget.form = self
        if self.version is not None and not self.is_bound:
            self.initial["notes"] = self.version.text

    @property
    def base(self) -> str:
        """The hash of the saved text that the page's own was begun from."""
        if self.is_bound:
            return str(self.data.get("notes_base", ""))
        if self.version is not None and self.version.is_draft:
            return self.version.base
        return text_hash(self.instance.notes)

    @property
    def page(self) -> str:
        """The open page that this is. A draft that is taken up again goes on as the page it was typed in."""
        if self.is_bound:
            return str(self.data.get("notes_page", ""))
        is_mine = self.version is not None and self.version.is_draft and self.version.author == self.host
        return self.version.page if self.version is not None and is_mine else ""

    def merged(self, typed: str) -> str:
        """What is to be saved. Raises ``ValidationError`` where a host has to decide."""
        stored = self._stored()
        if not self.base or stored is None or is_same(typed, stored) or self.base == text_hash(stored):
            return typed
        before = text_with_hash(self.instance, self.base) or ""
        merged = merge(base=before, theirs=stored, mine=typed, choices=self._choices())
        self.conflicts = merged.conflicts
        if merged.conflicts:
            count = len(merged.conflicts)
            raise ValidationError(
                ngettext(
                    "Somebody else has saved these notes since you opened them, and both of you changed the same "
                    "lines. Nothing is lost and nothing was saved: choose below, then save again.",
                    "Somebody else has saved these notes since you opened them, and in %(count)d places both of you "
                    "changed the same lines. Nothing is lost and nothing was saved: choose below, then save again.",
                    count,
                )
                % {"count": count}
            )
        self.was_merged = not is_same(typed, before)
        return merged.text

    def _stored(self) -> str | None:
        """The notes as they are saved now, kept from changing until the transaction ends."""
        rows = Episode.objects.select_for_update().filter(pk=self.instance.pk)
        stored = rows.values_list("notes", flat=True).first()
        if stored is not None:
            self.instance.notes = stored
        return stored

    def _choices(self) -> dict[str, str]:
        prefix = "notes_choice_"
        return {
            name.removeprefix(prefix): str(value)
            for name, value in self.data.items()
            if name.startswith(prefix)
        }

    def for_editor(self) -> dict[str, Any]:
        """What the editor's template shows and its scripts need."""
        saved = self.instance if self.instance.pk else None
        draft = unsaved_draft(saved, self.host) if self.host and not self.is_bound else None
        return {
            "episode": saved,
            "base": self.base,
            "stored": text_hash(self.instance.notes if saved else ""),
            "page": self.page,
            "opened": getattr(self, "opened", ""),
            "host_name": name_of(self.host) if self.host else "",
            "version": self.version,
            "draft": draft if draft != self.version else None,
            "settled": " ".join(settled_pages(self.host)) if self.host else "",
            "conflicts": self.conflicts,
            "choices": self._choices() if self.is_bound else {},
            "urls": {name: reverse(f"admin:episodes_notes_{name}") for name in ADDRESSES},
        }


ADDRESSES: Final = ("preview", "draft", "state", "links", "title", "picture", "discard")


class OwnChangesForm(forms.ModelForm[Any]):
    """Saves the fields that its host has changed since the page was opened, and no other.

    The page carries the values it was opened with; against those, and not against what is stored by now, is told
    what was changed. ``columns`` are the fields to save; None where a page carries nothing.
    """

    columns: list[str] | None = None

    @property
    def opened(self) -> str:
        if self.is_bound:
            return str(self.data.get(OPENED, ""))
        values = {name: _as_text(self.get_initial_for_field(field, name)) for name, field in self._compared()}
        return json.dumps(values)

    def _compared(self) -> Iterable[tuple[str, forms.Field]]:
        model_fields = {field.name for field in self._meta.model._meta.get_fields()}
        for name, field in self.fields.items():
            if name in model_fields and name != "notes" and not isinstance(field, forms.FileField):
                yield name, field

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        self._typed = dict(self.cleaned_data)

    def _post_clean(self) -> None:
        opened = _read(self.opened) if self.is_bound else {}
        if opened and self.instance.pk:
            self._leave_out(set(self._unchanged(opened)))
        super()._post_clean()  # type: ignore[misc]

    def _unchanged(self, opened: Mapping[str, Any]) -> Iterable[str]:
        for name, _field in self._compared():
            value = self.cleaned_data.get(name)
            is_given = name in self._typed and _as_text(self._typed[name]) != _as_text(value)
            if name in opened and not is_given and _as_text(value) == opened[name]:
                yield name
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField) and name not in self.changed_data:
                yield name

    def _leave_out(self, unchanged: set[str]) -> None:
        """What is not cleaned is not written into the row, so it keeps what another host has saved."""
        self.cleaned_data = {
            name: value for name, value in self.cleaned_data.items() if name not in unchanged
        }
        self.changed_data = [name for name in self.changed_data if name not in unchanged]
        columns = {field.name for field in self._meta.model._meta.concrete_fields if field.editable}
        self.columns = sorted(columns & self.cleaned_data.keys())


def _as_text(value: Any) -> str:
    """A value of a form, whether it comes from the row or from the browser."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, UploadedFile) or value is None:
        return ""
    if isinstance(value, Iterable):
        return " ".join(sorted(_as_text(one) for one in value))
    return str(value)


def _read(opened: str) -> dict[str, Any]:
    try:
        values = json.loads(opened)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
