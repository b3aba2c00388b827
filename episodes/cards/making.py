"""From an episode's rows to its cards, and to the public objects that hold them.

A key names the episode and what is on the card, so another title is another object under another address. Only cards
of what is published are stored; a draft's is drawn for the host who asks, and forgotten.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django_tasks import task

from episodes.cards.drawing import Card, draw
from episodes.languages import speaking_for
from episodes.models import Episode
from episodes.notes.document import SegmentKind
from episodes.rundown import Item, Rundown, rundown
from episodes.score import Part, Score, draw_evenly, draw_full
from episodes.storage import NOT_STORED, media_storage

log = logging.getLogger(__name__)

LOOK: Final = 1
"""Raise it when cards are drawn in another way: all of them get another key."""

FOLDER: Final = "cards/"
MEDIA_TYPE: Final = "image/png"
# Whoever was sent to an old card a moment ago still finds it.
GRACE: Final = timedelta(days=1)
BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))


@dataclass(frozen=True, kw_only=True)
class Planned:
    """All that a card will show; ``artwork`` is the key of a picture that is fetched only to draw it."""

    key: str
    card: Card
    artwork: str

    def drawn_with(self, picture: bytes | None) -> bytes:
        return draw(replace(self.card, artwork=picture))

    def drawn(self) -> bytes:
        return self.drawn_with(fetch_picture(self.artwork))


def planned_card(episode: Episode, slug: str = "") -> Planned | None:
    """The card of an episode, or of one of its segments; None where there is no such segment.

    Reads an episode that was fetched with ``for_card``, without a query.
    """
    runs = rundown(episode)
    if not slug:
        return _planned(runs)
    return next((_planned(runs, item) for item in runs.items if item.segment.slug == slug), None)


def planned_cards(episode: Episode) -> list[Planned]:
    """The episode's first, then one for each segment."""
    runs = rundown(episode)
    return [_planned(runs), *(_planned(runs, item) for item in runs.items)]


def make_public(planned: Planned) -> None:
    """Draw and store what is not there yet. Raises what the store's client raises."""
    if not media_storage().is_public(planned.key):
        media_storage().put_public(planned.key, planned.drawn(), MEDIA_TYPE)


def draw_cards(episode: Episode, *, anew: bool = False) -> int:
    """Bring the stored cards of an episode in order; how many were drawn. ``anew``: also those that are there."""
    stored = dict(media_storage().public_copies(_folder(episode)))
    planned = {one.key: one for one in planned_cards(episode)} if episode.is_published() else {}
    missing = [one for key, one in planned.items() if anew or key not in stored]
    picture = fetch_picture(missing[0].artwork) if missing else None
    for one in missing:
        media_storage().put_public(one.key, one.drawn_with(picture), MEDIA_TYPE)
    old = timezone.now() - GRACE
    withdraw_cards(
        key for key, at in stored.items() if not episode.is_published() or (key not in planned and at < old)
    )
    return len(missing)


def unused_cards(at: datetime | None = None) -> list[str]:
    """The stored cards of episodes that are gone or hidden, a day old at least."""
    old = (at or timezone.now()) - GRACE
    published = Episode.objects.published().select_related("show").only("guid", "show__guid")
    shown = {_folder(episode) for episode in published}
    copies = media_storage().public_copies(FOLDER)
    return [key for key, made in copies if made < old and f"{key.rpartition('/')[0]}/" not in shown]


def withdraw_cards(keys: Iterable[str]) -> None:
    for key in keys:
        media_storage().withdraw(key)


def draw_cards_soon(episode: Episode) -> None:
    """After an episode, or what its cards show, has changed: in the background, and when it appears."""
    transaction.on_commit(partial(draw_cards_of.enqueue, episode.pk))
    if episode.published_at and not episode.is_published():
        _draw_at(episode.pk, episode.published_at)


@task(priority=-5)
def draw_cards_of(pk: int, tries: int = 0) -> str:
    """What ``draw_cards`` does; again later where the store does not answer."""
    episode = Episode.objects.for_card().filter(pk=pk).first()
    if episode is None:
        return "gone"
    try:
        return f"{draw_cards(episode)} drawn"
    except NOT_STORED as error:
        if tries >= len(BACKOFF):
            raise
        log.warning("The cards of %s wait for the storage: %s", episode, error)
        draw_cards_of.using(run_after=timezone.now() + BACKOFF[tries]).enqueue(pk, tries + 1)
        return "waiting"


def fetch_picture(key: str) -> bytes | None:
    """A picture that went missing is no reason to show no card."""
    if not key:
        return None
    try:
        with media_storage().open(key) as file:
            return bytes(file.read())
    except FileNotFoundError:
        log.warning("A card is drawn without its picture: %s is not in the storage.", key)
        return None


def _draw_at(pk: int, moment: datetime) -> None:
    transaction.on_commit(partial(draw_cards_of.using(run_after=moment).enqueue, pk))


def _folder(episode: Episode) -> str:
    """One for each episode, so that all its cards, also earlier ones, go when it is withdrawn.

    Named for what is unique beyond this database: a bucket may be that of several.
    """
    return f"{FOLDER}{hashlib.sha256(f'{episode.show.guid} {episode.guid}'.encode()).hexdigest()[:16]}/"


def _planned(runs: Rundown, item: Item | None = None) -> Planned:
    episode = runs.episode
    with speaking_for(episode.show):
        card = _card(runs, item)
    artwork = (episode.artwork or episode.show.artwork).name or ""
    digest = hashlib.sha256(repr((LOOK, artwork, card)).encode()).hexdigest()
    return Planned(key=f"{_folder(episode)}{digest[:32]}.png", card=card, artwork=artwork)


def _card(runs: Rundown, item: Item | None) -> Card:
    score, now = _score(runs, item)
    return Card(
        show=runs.episode.show.title,
        number=runs.episode.address_number,
        title=_title(item) if item else runs.episode.title,
        line=_segment_line(runs, item) if item else _episode_line(runs),
        score=score,
        lanes=tuple(runs.lanes),
        now=now,
    )


def _title(item: Item) -> str:
    return item.contents_title if item.is_sponsor else item.title


def _episode_line(runs: Rundown) -> str:
    """Who is heard, after what kind of episode it is where that is not the usual one."""
    names = [voice.person.name if voice.person else voice.name for voice in runs.voices]
    unusual = runs.episode.episode_type != Episode.Type.FULL
    kind = runs.episode.get_episode_type_display().capitalize() if unusual else ""
    return " · ".join(part for part in (kind, get_text_list(names, _("and"))) if part)


def _segment_line(runs: Rundown, item: Item) -> str:
    """ "Segment 3 of Episode 12 · Bo · 07:58"."""
    number = runs.episode.address_number
    whole = _("Episode {number}").format(number=number) if number else runs.episode.title
    voice = item.voice.name if item.voice and not item.is_sponsor else ""
    place = _place(item).format(number=item.segment.number, episode=whole)
    return " · ".join(part for part in (place, voice, item.segment.start_text) if part)


def _place(item: Item) -> str:
    if item.is_sponsor:
        return _("Paid message in {episode}")
    return _("Segment {number} of {episode}") if item.segment.number else _("Part of {episode}")


def _score(runs: Rundown, item: Item | None) -> tuple[Score, float | None]:
    """What the page draws, and where in it the segment starts; without times, all parts alike in their order."""
    lanes = max(1, len(runs.lanes))
    if runs.length and runs.parts:
        score = draw_full(_bare(runs.parts), length=runs.length, lanes=lanes)
        start = item.segment.start if item else None
        now = start.total_seconds() if start is not None else None
        if item is None or any(block.part.start == now for block in score.blocks):
            return score, now
    items = [one for one in runs.items if one == item or one.segment.kind != SegmentKind.LINKS]
    parts = [runs.part_of(one) for one in items] or [Part(start=0)]
    return draw_evenly(_bare(parts), lanes=lanes), float(items.index(item)) if item else None


def _bare(parts: Iterable[Part]) -> list[Part]:
    """Without words that cards have no room for: they would give all cards of an episode a new key."""
    return [replace(part, title="", time="") for part in parts]
