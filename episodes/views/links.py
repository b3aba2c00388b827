"""Everything that a show ever linked to: by site, by project, and where."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from episodes.addresses import short_name
from episodes.models import Link
from episodes.names import clean_query
from episodes.pages import page_of
from episodes.shows import show_for

MOST = 60
PER_PAGE = 100
FOUND = 100


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The projects and the sites that come up most, and whatever a listener remembers of an address."""
    every = Link.objects.of_show(show_for(request))
    query = clean_query(request.GET.get("q", ""))
    if query:
        every = every.filter(Q(url__icontains=query) | Q(text__icontains=query))
    context = {
        "query": query,
        "totals": every.aggregate(links=Count("pk"), sites=Count("site", distinct=True)),
        "projects": [
            {**row, "name": short_name(row["project"]), "host": row["project"].partition("/")[0]}
            for row in _most(every.exclude(project=""), "project")
        ],
        "sites": _most(every, "site"),
        "found": _newest_first(every)[:FOUND] if query else (),
    }
    return render(request, "episodes/links.html", context)


@require_safe
def site(request: HttpRequest, site: str) -> HttpResponse:
    return _places(request, {"site": site}, site)


@require_safe
def project(request: HttpRequest, project: str) -> HttpResponse:
    return _places(request, {"project": project}, short_name(project))


def _places(request: HttpRequest, wanted: dict[str, str], name: str) -> HttpResponse:
    found = Link.objects.of_show(show_for(request)).filter(**wanted)
    page = page_of(request, _newest_first(found), PER_PAGE)
    if not page.object_list:
        raise Http404("Nobody has linked to it.")
    episodes = found.values("segment__episode").distinct().count()
    return render(
        request, "episodes/linked.html", {"page": page, "name": name, "episodes": episodes, **wanted}
    )


def _newest_first(links: Any) -> Any:
    return links.select_related("segment__episode", "segment__person").order_by(
        "-segment__episode__published_at", "segment__order", "order"
    )


def _most(links: Any, by: str) -> list[dict[str, Any]]:
    """The values of a column that stand in most episodes: (the value, ``episodes``, ``links``)."""
    counted = (
        links.order_by()
        .values(by)
        .annotate(links=Count("pk"), episodes=Count("segment__episode", distinct=True))
    )
    return list(counted.order_by("-episodes", "-links", by)[:MOST])
