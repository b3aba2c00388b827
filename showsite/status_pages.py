"""The operators' page at the desk: how the site is, and a second try for what failed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from showsite import queue
from showsite.status import status


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    _allow(request)
    context = {**admin.site.each_context(request), "title": _("Status"), "status": status()}
    return TemplateResponse(request, "admin/status/page.html", context)


@require_POST
def try_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    _allow(request)
    try:
        queue.try_again(pk)
    except queue.NotRepeatable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is in the queue again."))
    return redirect("status")


@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    _allow(request)
    queue.forget(pk)
    messages.success(request, _("It is off the list."))
    return redirect("status")


def _allow(request: HttpRequest) -> None:
    """It tells of machines and versions: for those who run them."""
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied
