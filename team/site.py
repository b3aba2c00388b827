"""Django's admin with a door of our own: tries are counted, and a code may be asked for after the password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
            *super().get_urls(),
        ]

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
        return views.SignIn.as_view(extra_context=context)(request)
