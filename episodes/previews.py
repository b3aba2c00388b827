"""The one way from an address to an episode: the public finds what is published, a host drafts as well, and a guest
the draft of a secret link."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from episodes.models import Episode, PreviewLink, Show
from episodes.models.episode import EpisodeQuerySet
from episodes.shows import show_for


def find_episode(request: HttpRequest, episodes: EpisodeQuerySet, address: str) -> Episode:
    """Of these the published one at an address; for somebody of its team the draft. Raises Http404.

    Drafts and addresses that lead nowhere answer alike, and no public page ever looks at the session.
    """
    episodes = episodes.by_address(address)
    episode = episodes.published().first()
    if episode is None and sees_drafts(request, show_for(request)):
        episode = episodes.first()
    if episode is None:
        raise Http404("No such episode.")
    episode.show = show_for(request)  # one object for the whole page: what it has read once is not read again
    return episode


def find_preview(request: HttpRequest, episodes: EpisodeQuerySet, token: str) -> Episode:
    """The episode of a link for guests; its own addresses are those below that link until it is public.

    Raises Http404: a link that has ended or was revoked answers like one that never was.
    """
    show = show_for(request)
    link = PreviewLink.objects.open().filter(token=token, episode__show=show).first()
    episode = episodes.filter(pk=link.episode_id).first() if link else None
    if link is None or episode is None:
        raise Http404("No such preview.")
    episode.show = show
    if not episode.is_published():
        episode.guest_url = link.get_absolute_url()
    return episode


def guard_preview(response: HttpResponse) -> HttpResponse:
    """Like a draft; and the secret address is told to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def guard_draft(response: HttpResponse, episode: Episode) -> HttpResponse:
    """Keep a draft out of every cache and every index."""
    if not episode.is_published():
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


def sees_drafts(request: HttpRequest, show: Show | None = None) -> bool:
    """Whether somebody may see drafts of a show, or of any. Costs nothing where nobody signed in."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return is_known and request.user.has_perm("episodes.view_episode", show)
