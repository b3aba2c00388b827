"""Django's admin with a door of our own: tries are counted, and a code may be asked for after the password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


class Desk(admin.AdminSite):
    def get_urls(self) -> list[URLPattern | URLResolver]:
        from team import views  # noqa: PLC0415 - this is imported before there are models

        return [
            path("login/code/", views.SignInCode.as_view(site=self), name="login_code"),
            path("two-factor/", views.TwoFactor.as_view(site=self), name="two_factor"),
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.view_on_site),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponseBase:
        """Django leads anybody at the desk to the page of any row, and its address may tell a draft's title."""
        from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 - as below
        from django.contrib.contenttypes.views import shortcut  # noqa: PLC0415 - as below

        kind = ContentType.objects.filter(pk=content_type_id).first() if content_type_id.isdigit() else None
        page: Any = self._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
        row = page.get_object(request, object_id) if page else None
        if row is None or not page.has_view_permission(request, row):
            raise Http404("No such row.")
        return shortcut(request, content_type_id, object_id)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "has_two_factor": settings.TWO_FACTOR != "off"}

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from team import views  # noqa: PLC0415 - this is imported before there are models

        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
        if not (REDIRECT_FIELD_NAME in request.GET or REDIRECT_FIELD_NAME in request.POST):
            context[REDIRECT_FIELD_NAME] = reverse("admin:index", current_app=self.name)
        context.update(extra_context or {})
        answer: Any = views.SignIn.as_view(extra_context=context)(request)
        return answer  # type: ignore[no-any-return]
