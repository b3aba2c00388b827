"""Lists in pages."""

from __future__ import annotations

from typing import TypeVar

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

M = TypeVar("M", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[M], per_page: int) -> Page[M]:
    """The rows of the page that is asked for. Raises Http404 for a page that is not there."""
    try:
        return Paginator(rows, per_page).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404("No such page.") from error
