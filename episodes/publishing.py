"""What makes an episode publishable; publish and withdraw it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from episodes.announcing import announce_episode
from episodes.audio.serving import serve_files
from episodes.cards.making import draw_cards_soon
from episodes.models import Episode
from episodes.names import free_slug


class NotPublishable(Exception):
    """The episode lacks something that no public page can do without."""

    def __init__(self, lacking: list[str]) -> None:
        self.lacking = lacking
        super().__init__(" ".join(lacking))


class Overtaken(Exception):
    """Somebody else has published, scheduled or withdrawn the episode since its page was opened."""


@contextmanager
def held(pk: int, seen: datetime | None) -> Iterator[Episode]:
    """The episode, locked until the end: of two hosts who press at once one acts and the other is told.

    ``seen`` is the date of publication that the host has before their eyes. Raises ``Overtaken``.
    """
    with transaction.atomic():
        rows = Episode.objects.select_for_update(of=("self",)).select_related("show")
        episode = rows.get(pk=pk)
        if episode.published_at != seen:
            raise Overtaken
        yield episode


def lacking(episode: Episode) -> list[str]:
    """What must be there before the public sees an episode, each a sentence for its host."""
    return [] if episode.title else ["It has no title."]


def advised(episode: Episode) -> list[str]:
    """What is better there before the public sees an episode."""
    advice = {
        "It has no audio: the page appears, but podcast apps get it only once there is a file.": episode.has_audio,
        "It has no notes.": bool(episode.notes.strip()),
    }
    return [sentence for sentence, is_there in advice.items() if not is_there]


def give_slug(episode: Episode) -> None:
    """A slug of the title, where there is none. One that is there stays: it is a promise."""
    if episode.title and not episode.slug:
        others = Episode.objects.filter(show_id=episode.show_id).exclude(pk=episode.pk)
        episode.slug = free_slug(episode.title, others.values_list("slug", flat=True), longest=120)


def publish(episode: Episode, at: datetime | None = None) -> None:
    """Make an episode public at a moment (now). Raises ``NotPublishable``."""
    if missing := lacking(episode):
        raise NotPublishable(missing)
    give_slug(episode)
    episode.published_at = at or timezone.now()
    episode.save(update_fields=["slug", "published_at"])
    serve_files(episode)
    draw_cards_soon(episode)
    announce_episode(episode)


def withdraw(episode: Episode) -> None:
    """Back to a draft. The GUID stays, so that apps know the episode again when it returns; so does the date."""
    if episode.is_published() and episode.first_published_at is None:
        episode.first_published_at = episode.published_at
    episode.published_at = None
    episode.save(update_fields=["published_at", "first_published_at"])
    serve_files(episode)
    draw_cards_soon(episode)
    announce_episode(episode)
