"""A page of the admin as a browser would send it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm, FileField, MultiWidget
from django.forms.boundfield import BoundField
from django.http import HttpResponse

from episodes.desk.forms import NotesForm, OwnChangesForm


def form_on(page: HttpResponse) -> dict[str, Any]:
    """Every field of an admin form and its inlines, with the value that the page shows."""
    context = page.context
    forms: list[BaseForm] = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {name: value for form in forms for field in form for name, value in _sent(field)}
    return sent | _opened_with(context["adminform"].form)


def _opened_with(form: BaseForm) -> dict[str, str]:
    """What the editor of notes says of the page itself."""
    if not isinstance(form, NotesForm):
        return {}
    opened = form.opened if isinstance(form, OwnChangesForm) else ""
    return {"notes_base": form.base, "notes_page": form.page, "opened_with": opened}


def _sent(field: BoundField) -> Iterator[tuple[str, Any]]:
    value, widget = field.value(), field.field.widget
    if isinstance(field.field, FileField) or value is None or value is False:
        return
    if isinstance(widget, MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)  # as typed, or of the row
        for place, part in enumerate(parts):
            yield f"{field.html_name}_{place}", widget.widgets[place].format_value(part) or ""
    else:
        yield field.html_name, value if isinstance(value, list) else str(value)
