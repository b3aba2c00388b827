"""Two rows of a list become one: an action, and a page that says what will move before anything does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final, Generic, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes.merging import Moved, merge_people, merge_sponsors, what_would_move
from episodes.models import Person, Sponsor

M = TypeVar("M", bound=Model)
MERGE: Final[dict[type[Model], Callable[[Any, Any], list[Moved]]]] = {
    Person: merge_people,
    Sponsor: merge_sponsors,
}


class Mergeable(admin.ModelAdmin[M], Generic[M]):
    """``kept_name`` is what the confirmation says of the name that goes."""

    kept_name: ClassVar[Any] = ""

    def has_merge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj) and self.has_delete_permission(request, obj)

    @admin.action(description=gettext_lazy("Merge two into one"), permissions=["merge"])
    def merge_two(self, request: HttpRequest, queryset: QuerySet[M]) -> HttpResponse | None:
        chosen = [str(pk) for pk in queryset.order_by("pk").values_list("pk", flat=True)[:3]]
        if len(chosen) != 2:
            messages.error(request, _("Choose exactly two: they become one."))
            return None
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")
        return redirect(f"{address}?one={chosen[0]}&other={chosen[1]}")

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=name), *super().get_urls()]

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Both ways to merge the two, each with what would move; pressed, it happens."""
        one, other = self._pair(request)
        if request.method == "POST":
            keep, gone = (one, other) if request.POST.get("keep") == str(one.pk) else (other, one)
            return self._merged(request, keep, gone)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Merge two into one"),
            "kept_name": self.kept_name,
            "ways": [
                {"keep": keep, "gone": gone, "moved": what_would_move(MERGE[self.model], keep, gone)}
                for keep, gone in ((one, other), (other, one))
            ],
        }
        return TemplateResponse(request, "admin/episodes/merge.html", context)

    def _pair(self, request: HttpRequest) -> tuple[M, M]:
        chosen = {request.GET.get("one", ""), request.GET.get("other", "")}
        wanted = [pk for pk in chosen if pk.isascii() and pk.isdigit() and len(pk) < 18]
        rows = list(self.get_queryset(request).filter(pk__in=wanted).order_by("pk"))
        if len(rows) != 2:
            raise Http404("Two are needed.")
        if not all(self.has_merge_permission(request, row) for row in rows):
            raise PermissionDenied
        return rows[0], rows[1]

    def _merged(self, request: HttpRequest, keep: M, gone: M) -> HttpResponse:
        if request.POST.get("keep") != str(keep.pk):
            raise Http404("Which one stays?")
        name = str(gone)
        MERGE[self.model](keep, gone)
        self.log_change(request, keep, f"Merged {name} into it.")
        messages.success(request, _("%(gone)s is %(keep)s from now on.") % {"gone": name, "keep": str(keep)})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", keep.pk)
