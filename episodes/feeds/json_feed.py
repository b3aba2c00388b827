"""A feed as JSON, for readers that prefer it: https://www.jsonfeed.org/version/1.1/. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from episodes.feeds.document import FeedChannel, FeedItem, FeedPerson

JSON_TYPE: Final = "application/feed+json"
VERSION: Final = "https://jsonfeed.org/version/1.1"


def write_json(channel: FeedChannel, items: Sequence[FeedItem]) -> bytes:
    document = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.link,
        "feed_url": channel.feed_url,
        "next_url": channel.pages.next,
        "description": channel.description,
        "icon": channel.image,
        "language": channel.language,
        "authors": [_author(person) for person in channel.people],
        "expired": channel.complete,
        "items": [_item(item) for item in items],
    }
    return json.dumps(_present(document), ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _item(item: FeedItem) -> dict[str, Any]:
    audio = {
        "url": item.enclosure.url,
        "mime_type": item.enclosure.media_type,
        "size_in_bytes": item.enclosure.length,
        "duration_in_seconds": int(item.duration.total_seconds()) if item.duration else None,
    }
    return _present(
        {
            "id": item.guid,
            "url": item.link,
            "title": item.title,
            "content_html": item.body or item.description,
            "summary": item.description,
            "image": item.image,
            "date_published": item.published_at.isoformat(timespec="seconds"),
            "authors": [_author(person) for person in item.people],
            "attachments": [_present(audio)],
        }
    )


def _author(person: FeedPerson) -> dict[str, Any]:
    return _present({"name": person.name, "url": person.url, "avatar": person.picture})


def _present(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is absent: an empty value says something else than none."""
    return {name: value for name, value in values.items() if value not in ("", None, [], False)}
