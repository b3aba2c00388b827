from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from episodes.models import Show
from episodes.shows import NoShow, known_show, show_for


def show(request: HttpRequest) -> dict[str, Any]:
    """The show that every public page belongs to. Looked up only where a template asks: error pages ask nothing,
    so they need no database and no Host header that makes sense."""
    return {"show": known_show(request) or SimpleLazyObject(lambda: _show_or_none(request))}


def _show_or_none(request: HttpRequest) -> Show | None:
    try:
        return show_for(request)
    except NoShow:
        return None
