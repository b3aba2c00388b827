"""An episode: its page, its short address, its audio and its chapters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from episodes.cards.making import MEDIA_TYPE as CARD_TYPE
from episodes.cards.making import make_public, planned_card
from episodes.episode_pages import episodes_beside, published_episode
from episodes.feeds.chapters import MEDIA_TYPE, Chapter, write_chapters
from episodes.feeds.responses import hash_of, respond
from episodes.mentions import mentions_before
from episodes.models import Episode
from episodes.old_slugs import episode_called
from episodes.played import note_played
from episodes.previews import find_episode, find_preview, guard_draft, guard_preview
from episodes.rundown import rundown
from episodes.said import opening
from episodes.shows import show_for
from episodes.storage import media_storage


@require_safe
def detail(request: HttpRequest, address: str, slug: str = "") -> HttpResponse:
    show = show_for(request)
    episode = published_episode(show, address) or find_episode(request, show.episodes.for_own_page(), address)
    if request.path != episode.get_absolute_url():
        # A number may have gone to another episode since: the slug says which one was meant.
        meant = episode_called(episode.show, address, slug) if slug != episode.slug else None
        return redirect(meant or episode, permanent=episode.is_published())
    return guard_draft(render(request, "episodes/detail.html", page_of(episode)), episode)


def page_of(episode: Episode) -> dict[str, Any]:
    """What the page of an episode shows."""
    beside = episodes_beside(episode)
    runs = rundown(episode)
    return {
        "episode": episode,
        "rundown": runs,
        "mentions": mentions_before(episode, [item.segment for item in runs.items]),
        "opening": opening(episode),
        "beside": beside,
        "before": next((other for other in beside if episode.comes_after(other)), None),
        "after": next((other for other in beside if other.comes_after(episode)), None),
    }


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft, for a guest who was given its secret address."""
    episode = find_preview(request, Episode.objects.for_own_page(), token)
    if episode.is_published():
        return guard_preview(redirect(episode))
    return guard_preview(render(request, "episodes/preview.html", page_of(episode)))


@require_safe
def preview_audio(request: HttpRequest, token: str) -> HttpResponse:
    """Signed for a while, and no download: a guest listens before the public does."""
    episode = find_preview(request, Episode.objects.with_audio(), token)
    if episode.is_published():
        return guard_preview(redirect(episode.audio_url))
    target = media_storage().signed_url(episode.audio_key, request.method or "GET")
    return guard_preview(HttpResponseRedirect(target))


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
