"""The door of the desk: a password, then perhaps a code; and the page where somebody sets the code up."""

from __future__ import annotations

import math
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login as begin_session
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_static.models import StaticDevice

from team import two_factor
from team.doorkeeper import Try
from team.forms import CodeForm

# Where a session remembers who has given their password and not yet their code.
HALF_WAY: Final = "signing_in"
PATIENCE: Final = 10 * 60  # seconds


class SignIn(LoginView):
    template_name = "admin/login.html"
    authentication_form = AdminAuthenticationForm
    next_page = "admin:index"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.tried = Try(request, request.POST.get("username", ""))
        if wait := self.tried.wait():
            form = AdminAuthenticationForm(request, initial={"username": request.POST.get("username", "")})
            return too_often(
                self.render_to_response(self.get_context_data(form=form, refusal=said(wait))), wait
            )
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user, address = form.get_user(), self.get_success_url()
        self.tried.did_not_fail()
        if two_factor.needs_code(user) or two_factor.must_set_up(user):
            wait_for_code(self.request, user, address)
            page = "login_code" if two_factor.needs_code(user) else "two_factor"
            return HttpResponseRedirect(reverse(f"admin:{page}"))
        return let_in(self.request, user, self.tried, HttpResponseRedirect(address))


@method_decorator(never_cache, name="dispatch")
class SignInCode(View):
    """After the password, for those who have set it up."""

    site: Any = None

    def get(self, request: HttpRequest) -> HttpResponse:
        user, _address = half_way(request)
        return self._page(request, CodeForm()) if user else HttpResponseRedirect(reverse("admin:login"))

    def post(self, request: HttpRequest) -> HttpResponse:
        user, address = half_way(request)
        if user is None:
            return HttpResponseRedirect(reverse("admin:login"))
        tried, form = Try(request, user.get_username()), CodeForm(request.POST)
        if wait := tried.wait():
            return too_often(self._page(request, CodeForm(), refusal=said(wait)), wait)
        taken_by = two_factor.accepts(user, form.cleaned_data["code"]) if form.is_valid() else None
        if taken_by is None:
            form.add_error(None, _("That is not the code of this moment. Wait for the next one."))
            return self._page(request, form)
        tried.did_not_fail()
        if isinstance(taken_by, StaticDevice):
            left = two_factor.recovery_codes_left(user)
            said_left = ngettext("You have %d recovery code left.", "You have %d recovery codes left.", left)
            messages.warning(request, said_left % left)
        return let_in(request, user, tried, HttpResponseRedirect(address))

    def _page(self, request: HttpRequest, form: CodeForm, **more: Any) -> HttpResponse:
        context = {
            **self.site.each_context(request),
            "title": _("The code of your phone"),
            "form": form,
            **more,
        }
        return TemplateResponse(request, "admin/team/code.html", context)


@method_decorator(never_cache, name="dispatch")
class TwoFactor(View):
    """Somebody sets up an app for codes, gets new recovery codes, or goes back to the password alone."""

    site: Any = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if settings.TWO_FACTOR == "off":
            raise Http404("Nobody is asked for a code here.")
        self.address = reverse("admin:index")
        if self.site.has_permission(request):
            self.user: User = request.user
            return super().dispatch(request, *args, **kwargs)
        user, self.address = half_way(request)
        if user is None or not two_factor.must_set_up(user):
            return HttpResponseRedirect(f"{reverse('admin:login')}?next={request.path}")
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        tried, form = Try(request, self.user.get_username()), CodeForm(request.POST)
        if wait := tried.wait():
            return too_often(self._page(request, refusal=said(wait)), wait)
        codes = (
            self._act(request.POST.get("action", ""), form.cleaned_data["code"]) if form.is_valid() else None
        )
        if codes is None:
            form.add_error(None, _("That is not the code of this moment. Wait for the next one."))
            return self._page(request, form=form)
        tried.did_not_fail()
        if not codes:
            messages.success(request, _("From now on your password alone signs you in."))
            return HttpResponseRedirect(request.path)
        is_new_session = not request.user.is_authenticated
        address = self.address
        if is_new_session:
            return let_in(request, self.user, tried, self._page(request, codes=codes, address=address))
        return self._page(request, codes=codes, address=address)

    def _act(self, action: str, code: str) -> list[str] | None:
        """The new recovery codes, none where there are none any more; None where the code is wrong."""
        if not two_factor.has_app(self.user):
            return two_factor.confirm_app(self.user, code) or None
        if two_factor.accepts(self.user, code) is None:
            return None
        if action == "off" and settings.TWO_FACTOR != "required":
            two_factor.turn_off(self.user)
            return []
        return two_factor.new_recovery_codes(self.user)

    def _page(self, request: HttpRequest, **more: Any) -> TemplateResponse:
        is_on = two_factor.has_app(self.user)
        context = {
            **self.site.each_context(request),
            "title": _("Two-factor sign-in"),
            "form": CodeForm(),
            "is_on": is_on,
            "is_required": settings.TWO_FACTOR == "required",
            **({"left": two_factor.recovery_codes_left(self.user)} if is_on else self._new_app()),
            **more,
        }
        return TemplateResponse(request, "admin/team/two_factor.html", context)

    def _new_app(self) -> dict[str, str]:
        device = two_factor.new_app(self.user)
        return {"qr_code": two_factor.qr_code(device), "secret": two_factor.spelled(device)}


def wait_for_code(request: HttpRequest, user: User, address: str) -> None:
    request.session[HALF_WAY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "until": time.time() + PATIENCE,
        "address": address,
    }


def half_way(request: HttpRequest) -> tuple[User | None, str]:
    """Who has given their password a moment ago, and where they want to go."""
    found = request.session.get(HALF_WAY)
    if not found or found["until"] < time.time():
        return None, ""
    user = User.objects.filter(pk=found["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != found["password"]:
        return None, ""
    return user, found["address"]


def let_in(request: HttpRequest, user: User, tried: Try, response: HttpResponse) -> HttpResponse:
    request.session.pop(HALF_WAY, None)
    begin_session(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    tried.succeeded(response)
    return response


def said(wait: timedelta) -> str:
    minutes = math.ceil(wait.total_seconds() / 60)
    text = ngettext(
        "That was wrong several times. To keep guessers out, the next try is possible in a minute.",
        "That was wrong several times. To keep guessers out, the next try is possible in %d minutes.",
        minutes,
    )
    return text % minutes if minutes > 1 else text


def too_often(response: HttpResponse, wait: timedelta) -> HttpResponse:
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response
