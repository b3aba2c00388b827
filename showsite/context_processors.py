from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from episodes.shows import NoShow, show_for


def show(request: HttpRequest) -> dict[str, Any]:
    """The show that every public page belongs to; the admin belongs to none."""
    if request.path.startswith("/admin/"):
        return {}
    try:
        return {"show": show_for(request)}
    except NoShow:
        return {}
