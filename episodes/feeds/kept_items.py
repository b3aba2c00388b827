"""Items of feeds that were made before: of a feed of hundreds, one is new."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import Final

from django.db.models import prefetch_related_objects

from episodes.feeds.document import FeedItem, FeedPerson
from episodes.feeds.items import items_of
from episodes.models import Episode, Show
from episodes.models.episode import EpisodeQuerySet

# So many items, of about 30 KB each, are kept in a process; those of a longer feed are made each time.
MOST: Final = 1000

_kept: OrderedDict[tuple[int, str], tuple[str, FeedItem]] = OrderedDict()
_lock = threading.Lock()


def kept_items_of(show: Show, episodes: EpisodeQuerySet, hosts: tuple[FeedPerson, ...]) -> list[FeedItem]:
    """The items of episodes that have audio and a date, in their order. Rows are read of those that have changed."""
    around = _what_stands_in_every_item(show, hosts)
    versions = {guid: f"{around} {version}" for guid, version in episodes.feed_versions()}
    with _lock:
        known = {guid: _kept[show.pk, guid] for guid in versions if (show.pk, guid) in _kept}
    items = {guid: item for guid, (version, item) in known.items() if version == versions[guid]}
    changed = Episode.objects.filter(show=show, guid__in=versions.keys() - items.keys()).for_feed()
    made = {item.guid: item for item in items_of(show, changed, hosts)} if len(items) < len(versions) else {}
    items |= made
    if len(versions) <= MOST:
        _keep(show, {guid: (versions[guid], item) for guid, item in items.items()})
    return [items[guid] for guid in versions if guid in items]


def _what_stands_in_every_item(show: Show, hosts: tuple[FeedPerson, ...]) -> str:
    prefetch_related_objects([show], "seasons")
    seasons = sorted((season.number, season.name) for season in show.seasons.all())
    facts = (show.site_address, show.language, show.explicit, hosts, seasons)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _keep(show: Show, items: dict[str, tuple[str, FeedItem]]) -> None:
    with _lock:
        for guid, entry in items.items():
            _kept[show.pk, guid] = entry
            _kept.move_to_end((show.pk, guid))
        while len(_kept) > MOST:
            _kept.popitem(last=False)
