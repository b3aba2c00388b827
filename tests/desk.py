"""A page of the admin as a browser would send it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm, FileField, MultiWidget
from django.forms.boundfield import BoundField
from django.http import HttpResponse


def form_on(page: HttpResponse) -> dict[str, Any]:
    """Every field of an admin form and its inlines, with the value that the page shows."""
    context = page.context
    forms: list[BaseForm] = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {name: value for form in forms for field in form for name, value in _sent(field)}


def _sent(field: BoundField) -> Iterator[tuple[str, Any]]:
    value, widget = field.value(), field.field.widget
    if isinstance(field.field, FileField) or value is None or value is False:
        return
    if isinstance(widget, MultiWidget):
        for place, part in enumerate(widget.decompress(value)):
            yield f"{field.html_name}_{place}", widget.widgets[place].format_value(part) or ""
    else:
        yield field.html_name, value if isinstance(value, list) else str(value)
