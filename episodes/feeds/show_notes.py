"""Notes as podcast apps can show them: plain HTML with whole addresses, and a few words of plain text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from xml.sax.saxutils import escape

import nh3
from django.utils.html import format_html, format_html_join

from episodes.feeds.chapters import Chapter
from episodes.feeds.xml import legal
from episodes.notes.markdown.raw_html import RAW_TAGS
from episodes.notes.renderer import plain_text

# Apple counts bytes, after escaping.
DESCRIPTION_BYTES: Final = 4000
OPENING_BYTES: Final = 1000
# How much of the notes is read for their opening.
OPENING_HTML: Final = 5000

_TAGS: Final = set(RAW_TAGS) - {"div", "figure", "span"}
_ATTRIBUTES: Final = {tag: set(RAW_TAGS[tag]) for tag in _TAGS} | {"a": {"href", "title", "rel"}}


def body(html: str, chapters: Sequence[Chapter], page: str) -> str:
    """The whole notes, below the chapters if any. ``page`` is the whole address of the episode's page.

    Apps throw styles away: what only carries a style or a script's hook is left out.
    """
    cleaner = nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, url_relative=("rewrite_with_base", page), link_rel=None
    )
    return _chapter_list(chapters, page) + cleaner.clean(legal(html))


def _chapter_list(chapters: Sequence[Chapter], page: str) -> str:
    """The times stay outside of the links: many apps make such times jump by themselves."""
    if not chapters:
        return ""
    lines = format_html_join(
        "\n",
        '<li>{} <a href="{}#t={}">{}</a></li>',
        ((_clock(chapter.start), page, _seconds(chapter.start), chapter.title) for chapter in chapters),
    )
    return format_html("<ul>\n{}\n</ul>\n", lines)


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())


def _clock(time: timedelta) -> str:
    """HH:MM:SS"""
    seconds = _seconds(time)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def opening(html: str) -> str:
    """The first words of notes, as plain text."""
    start = html[:OPENING_HTML]
    if len(html) > OPENING_HTML:
        start = start.rpartition("<")[0] or start  # not inside a tag
    return shorten(plain_text(legal(start)), OPENING_BYTES)


def shorten(text: str, limit: int = DESCRIPTION_BYTES) -> str:
    """A text of at most ``limit`` bytes as they stand in the feed, cut between words."""
    text = legal(text).strip()
    if _weight(text) <= limit:
        return text
    room = limit - _weight("…")
    kept = text[: bisect_right(range(limit), room, key=lambda count: _weight(text[:count])) - 1]
    words = kept.rsplit(None, 1)
    return f"{words[0] if len(words) > 1 else kept}…"


def _weight(text: str) -> int:
    return len(escape(text).encode())
