"""Who is heard on a show."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from episodes.archive import voices_of
from episodes.models import Person
from episodes.notes.document import SegmentKind
from episodes.pages import page_of
from episodes.score import MAX_LANES
from episodes.shows import show_for

PER_PAGE = 50
ON_LIST = 200


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The hosts, then everybody else, those first who were there most often."""
    show = show_for(request)
    hosts = show.regular_hosts
    heard = voices_of(show)
    counts = dict(heard.filter(pk__in=[host.pk for host in hosts]).values_list("pk", "count"))
    others = heard.exclude(pk__in=[host.pk for host in hosts]).order_by("-count", "name", "pk")
    context = {
        "hosts": [(host, counts.get(host.pk, 0)) for host in hosts],
        "page": page_of(request, others, ON_LIST),
    }
    return render(request, "episodes/people.html", context)


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    show = show_for(request)
    person = get_object_or_404(Person.objects.prefetch_related("links"), slug=slug)
    published = show.episodes.published()
    page = page_of(request, published.heard(person).newest_first().for_list(), PER_PAGE)
    hosts = show.regular_hosts
    if not page.object_list and person not in hosts:
        raise Http404("Nobody of that name is heard on this show.")
    context = {
        "person": person,
        "page": page,
        "is_host": person in hosts,
        "led": person.segments.filter(episode__in=published).exclude(kind=SegmentKind.SPONSOR).count(),
        "lane": min(hosts.index(person) if person in hosts else len(hosts), MAX_LANES - 1) + 1,
    }
    return render(request, "episodes/person.html", context)
