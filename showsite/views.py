"""The pages and addresses that belong to no single app."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from episodes.models import Show
from episodes.previews import sees_drafts
from episodes.public_pictures import NOTES, is_for_the_public, make_public
from episodes.shows import show_for
from episodes.storage import media_storage
from showsite import readiness
from showsite.search import find, suggestion
from showsite.search.choices import choices_of
from showsite.search.question import Question

LATEST = 8
PICTURES = ("artwork/", "people/", NOTES)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not Show.objects.exists():
        return render(request, "welcome.html")
    show = show_for(request)
    latest = list(show.episodes.published().newest_first().for_list()[:LATEST])
    return render(request, "home.html", {"latest": latest[:1], "earlier": latest[1:]})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The whole page; ``?part`` alone what was found, for those who see it while they type."""
    show = show_for(request)
    question = Question.asked(request.GET)
    results = find(show, question) if question.q else None
    context = {"question": question, "query": question.q, "results": results}
    if results is not None and not results.episodes:
        context["meant"] = suggestion(show, question)
    if "part" in request.GET:
        return render(request, "search/_found.html", context)
    return render(request, "search.html", {**context, "choices": choices_of(show)})


@require_safe
def media(request: HttpRequest, key: str) -> HttpResponse:
    """A picture's permanent address. Only pictures: audio and transcripts have gates of their own."""
    if not key.startswith(PICTURES) or ".." in key:
        raise Http404("No such picture.")
    if is_for_the_public(key):
        if not make_public(key):
            raise Http404("The picture is not in the storage.")
        response = HttpResponseRedirect(media_storage().public_url(key))
        response["Cache-Control"] = "public, max-age=300"
    elif sees_drafts(request):  # of any show: several have one desk, and nobody guesses a key
        response = HttpResponseRedirect(media_storage().signed_url(key, request.method or "GET"))
        response["Cache-Control"] = "private, no-store"
    else:
        raise Http404("No such picture.")
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages name their icon; this is for those who ask without looking."""
    return redirect(static("img/favicon.svg"))


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, tables and storage are there. What they said goes to the log, not to strangers."""
    checks = readiness.checks()
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)
