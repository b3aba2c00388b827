"""What listeners send to the hosts, and what became of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from episodes.shows import show_for
from episodes.values import LONGEST
from inbox.covered import covered_in, was_sent_before
from inbox.decoys import decoy, is_decoy
from inbox.forms import CorrectionForm, StoryForm
from inbox.guarding import judge
from inbox.models import Correction, Sender
from transcripts.correcting import lines_at


class SeeOther(HttpResponseRedirect):
    status_code = HTTPStatus.SEE_OTHER


def _form_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form for listeners. Exempt from Django's protection against forgery, which sets a cookie: without one there
    is nothing to forge with, and what is left of the danger (a page elsewhere that makes its visitors send rubbish)
    is met by the signed stamp of the form and the origin that browsers name (``guarding``)."""
    view = cache_control(private=True, no_cache=True)(view)
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


@_form_page
def submit(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    form = StoryForm(request.POST if request.method == "POST" else None)
    status = judge(request, form, Sender.Kind.STORY)
    if status == HTTPStatus.SEE_OTHER:
        return _to_page_of(decoy() if form.is_trapped else form.keep(show).token)
    return render(request, "inbox/submit.html", {"form": form}, status=status)


@_form_page
def correct(request: HttpRequest, address: str, slug: str) -> HttpResponse:
    published = show_for(request).episodes.published()
    episode = get_object_or_404(published.by_address(address).defer("notes", "notes_html"))
    lines = lines_at(episode, _moment(request.GET.get("at", "0")))
    if lines is None:
        raise Http404("Nobody knows what was said when.")
    form = CorrectionForm(request.POST if request.method == "POST" else None, cue=lines.cue)
    status = judge(request, form, Sender.Kind.CORRECTION)
    if status == HTTPStatus.SEE_OTHER:
        return _to_page_of(decoy() if form.is_trapped else form.keep(episode).token)
    context = {"form": form, "episode": episode, "lines": lines}
    return render(request, "inbox/correct.html", context, status=status)


@require_safe
@cache_control(private=True, no_store=True)
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The private page of whoever sent something: known to nobody else, and in no index."""
    show = show_for(request)
    story = show.stories.select_related("episode").filter(token=token).first()
    corrections = Correction.objects.public(show).select_related("episode")
    correction = None if story else corrections.filter(token=token).first()
    if not (story or correction or is_decoy(token)):
        raise Http404("Nothing was sent.")
    context = {
        "story": story,
        "correction": correction,
        "covered": covered_in(show, story.url) if story and not story.heard_in else None,
        "was_sent_before": story is not None and was_sent_before(story),
    }
    response = render(request, "inbox/sent.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _to_page_of(token: str) -> HttpResponse:
    return SeeOther(reverse("inbox:sent", args=[token]))


def _moment(text: str) -> timedelta:
    """Seconds as an address names them. Raises Http404."""
    try:
        seconds = float(text)
    except ValueError as error:
        raise Http404("No such moment.") from error
    if not math.isfinite(seconds) or not 0 <= seconds < LONGEST.total_seconds():
        raise Http404("No such moment.")
    return timedelta(seconds=seconds)
