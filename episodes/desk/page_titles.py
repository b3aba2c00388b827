"""The title of somebody's page, for a link to it. Fetched only when a host asks, by the guarded fetcher."""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from urllib.parse import quote

from episodes.fetching import FetchError, Limits, fetch_bytes

PAGE: Final = Limits(size=3_000_000, seconds=8)
LONGEST: Final = 300
# A page says its title in its first kilobytes, if at all; what is looked at is bounded, so it is read in no time.
LOOKED_AT: Final = 400_000
_HTML: Final = {"text/html", "application/xhtml+xml"}
_SHARED: Final = re.compile(
    r"<meta\s[^<>]{0,300}?(?:property|name)=[\"']?og:title[\"']?\s[^<>]{0,300}?content=(?:\"([^\"<>]{1,600})\"|'([^'<>]{1,600})')",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"<title(?:\s[^<>]{0,200})?>([^<]{1,2000})</title", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"<meta[^<>]{0,200}?charset=[\"']?([\w-]{3,40})", re.IGNORECASE)
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>])")
_BREAKS: Final = re.compile(r"[()<>\\`\s]")


def fetch_title(url: str) -> str:
    """Raises ``FetchError`` with the reason in words for a host."""
    data, fetched = fetch_bytes(url, PAGE)
    if fetched.media_type not in _HTML:
        raise FetchError(f"There is no page with a title, but {fetched.media_type}.")
    title = title_of(data, fetched.charset)
    if not title:
        raise FetchError("The page has no title.")
    return title


def title_of(page: bytes, charset: str = "") -> str:
    """What a page calls itself where it is shared, or in its head; "" for one that does not say."""
    text = _decoded(page[:LOOKED_AT], charset)
    shared, plain = _SHARED.search(text), _TITLE.search(text)
    found = (shared[1] or shared[2]) if shared else plain[1] if plain else ""
    return " ".join(unescape(found).split())[:LONGEST]


def _decoded(page: bytes, charset: str) -> str:
    named = _CHARSET.search(page[:4000])
    name = charset or (named[1].decode("ascii") if named else "utf-8")
    try:
        return page.decode(name, errors="replace")
    except (LookupError, UnicodeError):  # there is no such encoding, or none of text
        return page.decode("utf-8", errors="replace")


def markdown_link(title: str, url: str) -> str:
    """As Markdown; what a stranger's page calls itself stays text."""
    text = _MARKUP.sub(r"\\\1", title)
    return f"[{text}]({_BREAKS.sub(lambda found: quote(found[0]), url)})"
