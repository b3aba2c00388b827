"""What the page of a published episode asks the database for."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from episodes.models import Episode, Show
from episodes.models.episode import EpisodeQuerySet, number_in
from episodes.models.prepared import Prepared


def _published(show: int, now: datetime) -> EpisodeQuerySet:
    return Episode.objects.filter(show=show).published(now)


_numbered: Final = Prepared[Episode](
    lambda show, now, number: _published(show, now).filter(number=number).for_own_page()
)
_without_number: Final = Prepared[Episode](
    lambda show, now, slug: _published(show, now).without_number(slug).for_own_page()
)
_beside: Final = Prepared[Episode](
    lambda show, now, pk, when: _published(show, now).beside(Episode(pk=pk, published_at=when)).for_list()
)


def published_episode(show: Show, address: str) -> Episode | None:
    """The published one at an address, with all that stands on its page. One query."""
    number, now = number_in(address), timezone.now()
    found = _without_number(show.pk, now, address) if number is None else _numbered(show.pk, now, number)
    for episode in found:
        episode.show = show
    return next(iter(found), None)


def episodes_beside(episode: Episode) -> list[Episode]:
    """The one published right before and the one right after. One query; a draft has no place yet."""
    if episode.published_at is None:
        return []
    found = _beside(episode.show_id, timezone.now(), episode.pk, episode.published_at)
    for other in found:
        other.show = episode.show
    return found
