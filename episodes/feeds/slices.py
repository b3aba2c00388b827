"""Which episodes a feed holds: all of a show's newest ones, or a part of them under an address of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from episodes.addresses import short_name
from episodes.feeds.document import FeedChannel
from episodes.models import Episode, Link, Person, Show, Topic
from episodes.models.episode import EpisodeQuerySet
from episodes.models.show import PODCAST_NAMESPACE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a feed adds below the notes of its episodes, by the episode's id.
Additions = Callable[[Sequence[Episode]], Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """``path`` is the feed's address, ``page`` that of the page it belongs to. A ``name`` makes it a feed beside
    the show's own: another podcast to apps, and none for directories. ``per_page`` None: all on one page."""

    path: str
    page: str
    episodes: EpisodeQuerySet
    name: StrOrPromise = ""
    per_page: int | None = None
    additions: Additions | None = None

    @property
    def is_main(self) -> bool:
        return self.path == reverse("episodes:feed")

    def channel(self, channel: FeedChannel, show: Show) -> FeedChannel:
        """What the feed says of itself, made of what the show says."""
        address = show.absolute(self.path)
        if self.is_main:
            hubs = (settings.WEBSUB_HUB,) if settings.WEBSUB_HUB else ()
            return replace(channel, hubs=hubs, uses_podping=bool(settings.PODPING_URL))
        if not self.name:
            return replace(channel, feed_url=address, new_feed_url="")
        return replace(
            channel,
            title=f"{channel.title}: {self.name}",
            link=show.absolute(self.page),
            feed_url=address,
            new_feed_url="",
            guid=str(uuid.uuid5(PODCAST_NAMESPACE, address.split("://", 1)[1])),
            blocked=True,
            texts=(),
            trailers=(),
        )


def main(show: Show) -> Slice:
    return Slice(
        path=reverse("episodes:feed"),
        page=reverse("home"),
        episodes=_public(show),
        per_page=settings.FEED_PAGE_ITEMS,
    )


def everything(show: Show) -> Slice:
    """For whoever wants a whole show in one document."""
    return Slice(path=reverse("episodes:feed-all"), page=reverse("episodes:archive"), episodes=_public(show))


def bonus(show: Show) -> Slice:
    return Slice(
        path=reverse("episodes:feed-bonus"),
        page=reverse("episodes:archive"),
        episodes=_public(show).filter(episode_type=Episode.Type.BONUS),
        name=_("bonus episodes"),
    )


def of_topic(topic: Topic) -> Slice:
    return Slice(
        path=reverse("episodes:feed-topic", args=[topic.slug]),
        page=topic.get_absolute_url(),
        episodes=_public(topic.show).filter(topics=topic),
        name=topic.name,
    )


def of_person(show: Show, person: Person) -> Slice:
    return Slice(
        path=reverse("episodes:feed-person", args=[person.slug]),
        page=person.get_absolute_url(),
        episodes=_public(show).heard(person),
        name=format_lazy(_("episodes with {name}"), name=person.name),
    )


def of_project(show: Show, project: str) -> Slice:
    """``project`` as ``addresses.target_of`` names it."""
    linking = Link.objects.of_show(show).filter(project=project)
    return Slice(
        path=reverse("episodes:feed-project", args=[project]),
        page=reverse("episodes:project", args=[project]),
        episodes=_public(show).filter(pk__in=linking.values("segment__episode")),
        name=short_name(project),
    )


def _public(show: Show) -> EpisodeQuerySet:
    return show.episodes.published().with_audio()
