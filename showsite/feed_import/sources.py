"""A feed by its address or from a file, with the older pages that it names (RFC 5005)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from episodes import fetching
from episodes.fetching import FetchError, fetch_bytes
from showsite.feed_import.document import ParsedFeed
from showsite.feed_import.markup import LARGEST, MOST_ITEMS, FeedError
from showsite.feed_import.reader import read_feed

MOST_PAGES: Final = 100


def read_source(source: str) -> tuple[ParsedFeed, str]:
    """The whole feed, and its address, "" for a file. Raises ``FeedError``."""
    if "://" in source:
        first = _fetched(source)
        return _with_older_pages(first, source), source
    try:
        if Path(source).stat().st_size > LARGEST:
            raise FeedError(f"{source} is larger than {LARGEST // 1_000_000} MB.")
        return _with_older_pages(read_feed(Path(source).read_bytes()), ""), ""
    except OSError as error:
        raise FeedError(f"{source}: {error.strerror}.") from error


def _fetched(url: str) -> ParsedFeed:
    try:
        data, fetched = fetch_bytes(url, fetching.FEED)
    except FetchError as error:
        raise FeedError(str(error)) from error
    return read_feed(data, charset=fetched.charset, url=fetched.url)


def _with_older_pages(feed: ParsedFeed, url: str) -> ParsedFeed:
    """One feed of all pages; an item that stands on two is taken once."""
    items = list(feed.items)
    known, seen = {item.guid for item in items}, {url}
    page = feed
    for _ in range(MOST_PAGES):
        if not page.next_url or page.next_url in seen:
            break
        seen.add(page.next_url)
        page = _fetched(page.next_url)
        items += [item for item in page.items if not item.guid or item.guid not in known]
        known |= {item.guid for item in page.items}
        if len(items) > MOST_ITEMS:
            raise FeedError(f"The feed has more than {MOST_ITEMS} episodes.")
    return replace(feed, items=tuple(items))
