"""Who may send something, where nobody has a cookie."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from episodes.client_address import place_of
from inbox.forms import ListenersForm
from inbox.limits import may_send
from inbox.models import Sender

TOO_MUCH: Final = {
    Sender.Kind.STORY: _(
        "Five stories within an hour are all that the hosts can take from one place. "
        "Keep this one, and send it in an hour."
    ),
    Sender.Kind.CORRECTION: _(
        "Twenty corrections within an hour are all that the hosts can take from one place. "
        "Thank you for them. Keep this one, and send it in an hour."
    ),
}


def judge(request: HttpRequest, form: ListenersForm, kind: Sender.Kind) -> HTTPStatus:
    """How to answer: OK with the form to fill in, SEE_OTHER when it may be kept, else with the form and its errors.

    A program in the trap is told the same as everybody whose form is kept.
    """
    if not form.is_bound:
        return HTTPStatus.OK
    if not is_from_here(request):
        raise PermissionDenied("A page of another site has sent this.")
    if form.is_trapped:
        return HTTPStatus.SEE_OTHER
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if not may_send(place_of(request.META, settings.TRUSTED_PROXIES), kind, timezone.now()):
        form.add_error(None, TOO_MUCH[kind])
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.SEE_OTHER


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of our own has sent the form, as far as the browser says.

    Browsers of the last years say so, and no page can make them say otherwise. Who says nothing is no browser, or an
    old one: there is no cookie that another site could abuse, and the form's stamp is still asked for.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or origin.partition("://")[2] == request.get_host()
