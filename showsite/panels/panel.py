"""What a panel of the desk is made of, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from episodes.models import Show

LINES: Final = 8

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something that an episode needs, and where a host sees to it."""

    text: str
    url: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """``again`` is the id of a job that may be tried once more."""

    text: str
    url: str = ""
    note: str = ""
    again: str = ""
    checks: Sequence[Check] = ()
    numbers: Sequence[int | None] = ()


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``total`` counts also what is not listed; with nothing to list, ``quiet`` says so in a few words."""

    name: str
    title: str
    lines: Sequence[Line]
    total: int
    quiet: str
    more: str = ""
    columns: Sequence[str] = ()
    form: str = "lines"

    @property
    def left_out(self) -> int:
        return self.total - len(self.lines)

    @property
    def template(self) -> str:
        return f"admin/desk/_{self.form}.html"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Who looks, at which shows, and when."""

    request: HttpRequest
    shows: Sequence[Show]
    now: datetime
    names_shows: bool = field(default=False)

    def rows(self, model: type[M]) -> QuerySet[M] | None:
        """The rows that whoever looks may see in the admin; None where there is nothing for them."""
        return rows_for(self.request, model)

    def may(self, permission: str, show: Show | None = None) -> bool:
        """In a show, or in any."""
        return self.request.user.has_perm(permission, show)

    def of_show(self, text: str, show_id: int) -> str:
        """The show's name where several are on the desk."""
        if not self.names_shows:
            return text
        name = next((show.title for show in self.shows if show.pk == show_id), "")
        return f"{name}, {text}" if text else name


def panel_of(
    rows: QuerySet[M], line: Callable[[Any], Line], *, name: str, title: str, quiet: str, more: str = ""
) -> Panel:
    """The first of the rows, and how many there are. Two queries."""
    lines = [line(row) for row in rows[:LINES]]
    return Panel(name=name, title=title, lines=lines, total=rows.count(), quiet=quiet, more=more)


MakePanel = Callable[[Desk], Panel | None]


def rows_for(request: HttpRequest, model: type[M]) -> QuerySet[M] | None:
    try:
        model_admin = admin.site.get_model_admin(model)
    except NotRegistered:
        return None
    if not model_admin.has_view_permission(request):
        return None
    return model_admin.get_queryset(request)


def ago(moment: datetime, now: datetime) -> str:
    """ "3 hours ago", in the words of the language."""
    if now - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, now, depth=1)}


def change_url(model: type[Model], pk: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def list_url(model: type[Model], query: str = "") -> str:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{query}" if query else address
