"""A short link leads on; after its last day it says what it was."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from episodes.shows import show_for
from shortlinks.models import ShortLink


@require_safe
def go(request: HttpRequest, word: str) -> HttpResponse:
    show = show_for(request)
    link = get_object_or_404(ShortLink.objects.select_related("sponsor"), show=show, word=word.lower())
    today = timezone.now().astimezone(ZoneInfo(show.time_zone)).date()
    if not link.has_begun(today):
        raise Http404("It has not begun.")
    if link.has_ended(today):
        messages = (
            link.sponsor.sponsorships.filter(episode__in=show.episodes.published()) if link.sponsor else None
        )
        latest = (
            messages.select_related("episode").order_by("-episode__published_at").first()
            if messages
            else None
        )
        return render(request, "shortlinks/ended.html", {"link": link, "message": latest})
    response = HttpResponseRedirect(link.target)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
