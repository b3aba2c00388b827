"""A whole feed -> a show. Repeatable: a second run of the same feed writes nothing.

Each item has a transaction of its own, so a run that was killed is finished by the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from episodes.models import Show
from episodes.reports import FileReport
from showsite.feed_import.ahead import read_ahead
from showsite.feed_import.document import ParsedChannel, ParsedFeed
from showsite.feed_import.items import ItemImporter
from showsite.feed_import.locks import only_one
from showsite.feed_import.markup import FeedError
from showsite.feed_import.models import MediaCopy
from showsite.feed_import.planning import plan_artwork
from showsite.feed_import.shows import apply_channel, find_show, new_show


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """What was read, and what the import may do with it.

    ``show`` is where it goes; None finds the show that came from this feed before, or makes one at
    ``site_address``. ``is_owner``: somebody answers for it that a locked feed is theirs.
    """

    feed: ParsedFeed
    url: str = ""
    show: Show | None = None
    site_address: str = ""
    is_owner: bool = False
    with_media: bool = True


class FeedLocked(FeedError):
    """The feed says that nobody but its owner may import it."""


def import_feed(source: FeedSource, *, dry_run: bool = False) -> Iterator[FileReport]:
    """A report of the show, then one of each item, from the oldest on. Raises ``FeedError`` before the first."""
    channel = source.feed.channel
    if channel.is_locked and not source.is_owner:
        raise FeedLocked("The feed is locked (podcast:locked): it asks every host not to import it.")
    with only_one(f"import feed {source.url or channel.guid or channel.title}") as is_ours:
        if not is_ours:
            raise FeedError("This feed is being imported already.")
        with _rolled_back() if dry_run else _kept():
            yield from _import(source, channel)


def _import(source: FeedSource, channel: ParsedChannel) -> Iterator[FileReport]:
    with transaction.atomic():
        show = source.show or find_show(channel, source.url) or new_show(channel, source.site_address)
        report = apply_channel(show, channel, source.url)
        if source.with_media:
            show.media_copies.failed().update(state=MediaCopy.State.WAITING, tries=0)
            plan_artwork(show, channel.image)
    yield report
    importer = ItemImporter(show=show, with_media=source.with_media, show_image=channel.image)
    last = datetime.max.replace(tzinfo=UTC)
    items = sorted(source.feed.items, key=lambda item: item.published_at or last)
    for item, notes in read_ahead(items):
        yield importer.bring_in(item, notes)


def show_of(source: FeedSource) -> Show | None:
    """The show that the import went to."""
    return source.show or find_show(source.feed.channel, source.url)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _kept() -> Iterator[None]:
    yield
