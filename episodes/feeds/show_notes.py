"""Notes as podcast apps can show them: plain HTML with whole addresses, and a few words of plain text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from xml.sax.saxutils import escape

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from episodes.feeds.chapters import Chapter
from episodes.feeds.document import FeedLink, FeedPerson
from episodes.feeds.xml import legal
from episodes.notes.markdown.raw_html import RAW_TAGS
from episodes.notes.renderer import plain_text
from episodes.roles import role_name

# Apple counts bytes, after escaping.
DESCRIPTION_BYTES: Final = 4000
OPENING_BYTES: Final = 1000
# How much of the notes is read for their opening.
OPENING_HTML: Final = 5000

_TAGS: Final = set(RAW_TAGS) - {"div", "figure", "span"}
_ATTRIBUTES: Final = {tag: set(RAW_TAGS[tag]) for tag in _TAGS} | {"a": {"href", "title", "rel"}}


def body(
    html: str,
    *,
    page: str,
    chapters: Sequence[Chapter] = (),
    sponsors: Sequence[FeedLink] = (),
    people: Sequence[FeedPerson] = (),
) -> str:
    """The whole notes, below the chapters if any, above who pays and who speaks.

    ``page`` is the whole address of the episode's page. Apps throw styles away: what only carries a style or a
    script's hook is left out.
    """
    cleaner = nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, url_relative=("rewrite_with_base", page), link_rel=None
    )
    return "".join(
        (
            _chapter_list(chapters, page),
            cleaner.clean(legal(html)),
            _sponsor_list(sponsors),
            _people_list(people),
        )
    )


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


def _sponsor_list(sponsors: Sequence[FeedLink]) -> str:
    if not sponsors:
        return ""
    names = format_html_join(", ", "{}", ((_linked(one.text, one.url, "sponsored"),) for one in sponsors))
    return format_html("\n<p>{}</p>", format_html(_("Sponsored by {}."), names))


def _people_list(people: Sequence[FeedPerson]) -> str:
    if not people:
        return ""
    lines = format_html_join(
        "\n", "<li>{}, {}</li>", ((_linked(one.name, one.url), role_name(one.role)) for one in people)
    )
    return format_html("\n<ul>\n{}\n</ul>", lines)


def _linked(text: str, url: str, rel: str = "") -> SafeString:
    if not url:
        return format_html("{}", legal(text))
    if rel:
        return format_html('<a href="{}" rel="{}">{}</a>', url, rel, legal(text))
    return format_html('<a href="{}">{}</a>', url, legal(text))


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
