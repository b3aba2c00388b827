"""The admin's first page, and trying a failed job again from there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult

from showsite.panels import lay_out, shows_for
from showsite.panels.jobs import may_try_again, try_again
from showsite.panels.panel import Desk


def desk(request: HttpRequest) -> HttpResponse:
    return admin.site.index(request, extra_context={"desk": lay_out(request)})


@require_POST
def job_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = Desk(request=request, shows=shows_for(request), now=timezone.now())
    result = DBTaskResult.objects.filter(pk=pk).first()
    if result is not None and not may_try_again(desk, result):
        raise PermissionDenied
    if result is not None and try_again(desk, result):
        messages.success(request, _("It is tried again, within a minute."))
    else:
        messages.error(request, _("It was tried since, or what it was about is gone."))
    return redirect("admin:index")
