"""Writes a chapters document of the podcast namespace, version 1.2.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

MEDIA_TYPE: Final = "application/json+chapters"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """``url`` is whole, or "" where the chapter has no page of its own."""

    start: timedelta
    title: str
    url: str = ""


def write_chapters(chapters: Iterable[Chapter], *, show: str, episode: str, author: str = "") -> str:
    document = {
        "version": "1.2.0",
        **({"author": author} if author else {}),
        "podcastName": show,
        "title": episode,
        "chapters": [_written(chapter) for chapter in chapters],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _written(chapter: Chapter) -> dict[str, str | float]:
    seconds = chapter.start.total_seconds()
    written: dict[str, str | float] = {
        "startTime": int(seconds) if seconds.is_integer() else seconds,
        "title": chapter.title,
    }
    return written | ({"url": chapter.url} if chapter.url else {})
