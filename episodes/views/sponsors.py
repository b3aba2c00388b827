"""Who pays for a show, and every message that was ever read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from episodes.models import Sponsorship
from episodes.pages import page_of
from episodes.shows import show_for

PER_PAGE = 100


@require_safe
def sponsors(request: HttpRequest) -> HttpResponse:
    messages = (
        Sponsorship.objects.filter(episode__in=show_for(request).episodes.published())
        .select_related("sponsor", "episode", "segment__person")
        .order_by("-episode__published_at", "order")
    )
    page = page_of(request, messages, PER_PAGE)
    latest = page.object_list[0].episode if page.number == 1 and page.object_list else None
    now = [message for message in page.object_list if message.episode == latest]
    return render(request, "episodes/sponsors.html", {"page": page, "now": now})
