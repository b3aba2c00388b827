"""The glossary at the desk: words that machines hear wrong, what would change, and how far the changing is."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes.models import Show
from episodes.of_show import OfShow
from transcripts.glossary_runs import LISTED, preview, start_run
from transcripts.models import GlossaryRun, Term

PER_PAGE: Final = 100
SECONDS_BETWEEN_LOOKS: Final = 2


@admin.register(Term)
class TermAdmin(OfShow, admin.ModelAdmin[Term]):
    list_display = ["heard", "meant", "whole_word", "keeps_case", "show"]
    list_filter = ["show"]
    list_select_related = ["show"]
    search_fields = ["heard", "meant"]
    fieldsets = [
        (None, {"fields": ["show", "heard", "meant"]}),
        (gettext_lazy("How it is found and written"), {"fields": ["whole_word", "keeps_case"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Term, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        address = f"{reverse('admin:transcripts_term_preview')}?show={obj.show_id}"
        said = format_html('<a href="{}">{}</a>', address, _("See what would change in the transcripts."))
        messages.info(request, said)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("preview/", wrap(self.preview_view), name="transcripts_term_preview"),
            path("run/<int:pk>/", wrap(self.run_view), name="transcripts_term_run"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Every line that the glossary would change; pressed, they are changed in the background."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shows = list(Show.objects.filter(pk__in=self.get_queryset(request).order_by().values("show")))
        wanted = request.GET.get("show", "")
        show = next((one for one in shows if str(one.pk) == wanted), shows[0] if shows else None)
        may_apply = show is not None and self._may_apply(request, show)
        if request.method == "POST":
            if show is None or not may_apply:
                raise PermissionDenied
            return redirect(start_run(show, request.user))
        found = preview(show) if show else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What the glossary would change"),
            "shows": shows if len(shows) > 1 else [],
            "show": show,
            "found": found,
            "listed": LISTED,
            "may_apply": may_apply,
            "page": Paginator(found.lines if found else [], PER_PAGE).get_page(request.GET.get("p")),
        }
        return TemplateResponse(request, "admin/transcripts/preview.html", context)

    def _may_apply(self, request: HttpRequest, show: Show) -> bool:
        term = self.get_queryset(request).filter(show=show).first()
        return term is not None and self.has_change_permission(request, term)

    def run_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        shows = self.get_queryset(request).order_by().values("show")
        run = GlossaryRun.objects.filter(pk=pk, show__in=shows).select_related("show").first()
        if not self.has_view_permission(request):
            raise PermissionDenied
        if run is None:
            raise Http404("No such run.")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The glossary of %(show)s") % {"show": run.show},
            "run": run,
            "may_apply": self._may_apply(request, run.show),
        }
        response = TemplateResponse(request, "admin/transcripts/run.html", context)
        if run.is_active:  # the page comes again by itself, without JavaScript
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response
