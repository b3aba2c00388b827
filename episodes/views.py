"""What the public sees of episodes and people."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from episodes.archive import shelves, years
from episodes.cards.making import MEDIA_TYPE as CARD_TYPE
from episodes.cards.making import make_public, planned_card
from episodes.feeds.chapters import MEDIA_TYPE, Chapter, write_chapters
from episodes.feeds.responses import hash_of, respond
from episodes.models import Episode, Person
from episodes.models.episode import EpisodeQuerySet
from episodes.notes.document import SegmentKind
from episodes.played import note_played
from episodes.previews import find_episode, guard_draft
from episodes.rundown import rundown
from episodes.score import MAX_LANES
from episodes.shows import show_for
from episodes.storage import media_storage

ARCHIVE_PAGE = 100
PERSON_PAGE = 50


@require_safe
def detail(request: HttpRequest, address: str, slug: str = "") -> HttpResponse:
    episodes = show_for(request).episodes
    episode = find_episode(request, episodes.for_page(), address)
    if request.path != episode.get_absolute_url():
        return redirect(episode, permanent=episode.is_published())
    beside = list(episodes.published().beside(episode).for_list())
    context = {
        "episode": episode,
        "rundown": rundown(episode),
        "beside": beside,
        "before": next((other for other in beside if episode.comes_after(other)), None),
        "after": next((other for other in beside if other.comes_after(episode)), None),
    }
    return guard_draft(render(request, "episodes/detail.html", context), episode)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    zone = ZoneInfo(show.time_zone)
    published = show.episodes.published()
    known = years(published, zone, ARCHIVE_PAGE)
    page = _page(request, published.newest_first().for_list(), ARCHIVE_PAGE)
    context = {"page": page, "years": known, "shelves": shelves(page.object_list, known, zone)}
    return render(request, "episodes/archive.html", context)


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    show = show_for(request)
    person = get_object_or_404(Person.objects.prefetch_related("links"), slug=slug)
    published = show.episodes.published()
    page = _page(request, published.heard(person).newest_first().for_list(), PERSON_PAGE)
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


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    show = show_for(request)
    topic = get_object_or_404(show.topics, slug=slug)
    episodes = show.episodes.published().filter(topics=topic)
    page = _page(request, episodes.newest_first().for_list(), PERSON_PAGE)
    if not page.object_list:
        raise Http404("No episode is about it yet.")
    return render(request, "episodes/topic.html", {"topic": topic, "page": page})


@require_safe
def short(request: HttpRequest, number: int) -> HttpResponse:
    """The address to say aloud."""
    return redirect(get_object_or_404(show_for(request).episodes.published(), number=number))


@require_safe
def audio(request: HttpRequest, address: str, slug: str, ending: str) -> HttpResponse:
    """Wherever the file is right now: the public copy, or where that is still to come an address signed for a while.

    Never permanent, because a file may be replaced, and never shared, because downloads are counted here. The app
    itself sends no audio: some slow listeners would keep every worker busy.
    """
    episode = find_episode(request, show_for(request).episodes.with_audio(), address)
    note_played(request, episode)
    if episode.audio_is_public and episode.is_published():
        target = media_storage().public_url(episode.audio_key)
    else:
        target = media_storage().signed_url(episode.audio_key, request.method or "GET")
    response = HttpResponseRedirect(target)
    response["Cache-Control"] = "private, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return guard_draft(response, episode)


@require_safe
def chapters(request: HttpRequest, address: str, slug: str) -> HttpResponse:
    """For podcast apps, also those that run in a browser: open to every origin."""
    published = show_for(request).episodes.published()
    episode = get_object_or_404(published.by_address(address).for_page())
    known = [
        Chapter(start=item.segment.start, title=item.contents_title, url=item.url)
        for item in rundown(episode).by_start
        if item.segment.start is not None
    ]
    if not known:
        raise Http404("No chapters yet.")
    show = episode.show
    document = write_chapters(known, show=show.title, episode=episode.title, author=show.author).encode()
    return respond(request, hash_of(document), lambda: document, MEDIA_TYPE)


@require_safe
def card(request: HttpRequest, address: str, slug: str, segment: str = "") -> HttpResponse:
    """The picture that chats and social networks show beside a link: drawn when first asked for, then only named."""
    episode = find_episode(request, show_for(request).episodes.for_card(), address)
    planned = planned_card(episode, segment)
    if planned is None:
        raise Http404("No such segment.")
    if not episode.is_published():
        return guard_draft(HttpResponse(planned.drawn(), content_type=CARD_TYPE), episode)
    make_public(planned)
    response = HttpResponseRedirect(media_storage().public_url(planned.key))
    response["Cache-Control"] = "public, max-age=300"
    return response


def _page(request: HttpRequest, episodes: EpisodeQuerySet, per_page: int) -> Page[Episode]:
    try:
        return Paginator(episodes, per_page).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404("No such page.") from error
