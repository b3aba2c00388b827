"""The hosts' desk: upload, see what would happen, say go, watch."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from episodes.feed_admin import ADDRESSES
from episodes.of_show import OfShow
from episodes.reports import Outcome
from episodes.sync import Resolution
from showsite.imports.forms import ImportForm
from showsite.imports.models import ImportRun
from showsite.imports.report import is_problem
from showsite.imports.running import NotNow, approve, ask_for_check, delete_upload
from showsite.imports.tasks import check_upload, import_upload

ROWS_A_PAGE = 200
SECONDS_BETWEEN_LOOKS = 2


@admin.register(ImportRun)
class ImportRunAdmin(OfShow, admin.ModelAdmin[ImportRun]):
    """A run is not edited; it has a page with its report."""

    form = ImportForm
    formfield_overrides = ADDRESSES
    list_display = ["source", "show", "state", "summary", "created_by", "created_at"]
    list_filter = ["state", "show"]
    fieldsets = [
        (None, {"fields": ["show", "file", "url"]}),
        ("More", {"fields": ["kind", "is_owner"]}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        is_idle = obj is None or not obj.is_active or obj.is_stalled()
        return is_idle and super().has_delete_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).for_list()  # type: ignore[attr-defined,no-any-return]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.may_change_shows = _may_change_shows(request)
        return form

    def save_model(self, request: HttpRequest, obj: ImportRun, form: Any, change: bool) -> None:
        obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        check_upload.enqueue(obj.pk)

    def response_add(
        self, request: HttpRequest, obj: ImportRun, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect(obj)

    def delete_model(self, request: HttpRequest, obj: ImportRun) -> None:
        super().delete_model(request, obj)
        delete_upload(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ImportRun]) -> None:
        for run in queryset:
            self.delete_model(request, run)

    def get_urls(self) -> list[URLPattern]:
        def post(view: Any) -> Any:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("<int:pk>/go/", post(self.go_view), name="imports_importrun_go"),
            path("<int:pk>/check/", post(self.check_view), name="imports_importrun_check"),
            *super().get_urls(),
        ]

    def go_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the check has shown happens."""
        run = self._run(request, pk)
        wanted = request.POST.get("resolution", "")
        try:
            approve(run, next((one for one in Resolution if one == wanted), Resolution.NOBODY))
            import_upload.enqueue(pk)
            self.log_change(request, run, "Started the import.")
        except NotNow as error:
            messages.error(request, str(error))
        return redirect(run)

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self._run(request, pk)
        try:
            ask_for_check(run)
            check_upload.enqueue(pk)
        except NotNow as error:
            messages.error(request, str(error))
        return redirect(run)

    def _run(self, request: HttpRequest, pk: int) -> ImportRun:
        run = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self._may(request, "add", run):
            raise PermissionDenied
        if run.is_whole_show and not _may_change_shows(request):
            raise PermissionDenied
        return run

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of a run: how far it is, and what was said of each file."""
        run = self.get_object(request, unquote(object_id))
        if run is None:
            raise Http404("No such import.")
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        rows = [] if run.is_active else run.report
        problems = [row for row in rows if is_problem(row)]
        only_problems = "problems" in request.GET
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(run),
            "run": run,
            "is_checked": run.state == ImportRun.State.CHECKED,
            "may_import": self._may(request, "add", run),
            "may_delete": self.has_delete_permission(request, run),
            "has_conflicts": any(row["outcome"] == Outcome.CONFLICT for row in rows),
            "file_count": len(rows),
            "problem_count": len(problems),
            "only_problems": only_problems,
            "page": Paginator(problems if only_problems else rows, ROWS_A_PAGE).get_page(
                request.GET.get("p")
            ),
            "resolutions": ImportRun._meta.get_field("resolution").choices,
        }
        response = TemplateResponse(request, "admin/imports/run.html", context)
        if run.is_active:
            response["Refresh"] = str(
                SECONDS_BETWEEN_LOOKS
            )  # the page comes again by itself, without JavaScript
        return response


def _may_change_shows(request: HttpRequest) -> bool:
    return request.user.has_perms(["episodes.add_show", "episodes.change_show"])
