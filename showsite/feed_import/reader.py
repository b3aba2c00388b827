"""A feed's bytes -> what it says. feedparser reads what all feeds share: texts, dates, dialects of RSS and Atom.

It keeps only the last of several podcast: elements, and makes of GUIDs and explicit what it likes: those are read
here, https://github.com/Podcastindex-org/podcast-namespace, https://help.apple.com/itc/podcasts_connect/#/itcb54353390
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any, Final
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import feedparser  # type: ignore[import-untyped]

from episodes.feeds.chapters import Chapter
from episodes.feeds.document import FeedPerson, FeedTranscript
from episodes.fetching import ascii_address
from episodes.timestamps import parse_timestamp
from showsite.feed_import.document import ParsedChannel, ParsedFeed, ParsedItem
from showsite.feed_import.markup import FeedError, clean, walk

MOST_CHAPTERS: Final = 500
TYPES: Final = frozenset({"full", "trailer", "bonus"})
_TRUE: Final = frozenset({"true", "yes", "explicit"})


class _Parts:
    """The direct children of an element, by name."""

    def __init__(self, element: Element | None) -> None:
        self._children = [] if element is None else list(element)

    def all(self, name: str) -> list[Element]:
        return [child for child in self._children if child.tag == name]

    def text(self, *names: str) -> str:
        """The text of the first element of these names that has one."""
        for name in names:
            for child in self.all(name):
                if text := (child.text or "").strip():
                    return text
        return ""

    def attribute(self, name: str, attribute: str) -> str:
        return next((value for child in self.all(name) if (value := child.get(attribute, "").strip())), "")

    def links(self, rel: str) -> str:
        return next((link.get("href", "") for link in self.all("link") if link.get("rel") == rel), "")


def read_feed(data: bytes, *, charset: str = "", url: str = "") -> ParsedFeed:
    """``charset`` and ``url`` are those of the answer it came in. Raises nothing but ``FeedError``."""
    data = clean(data, charset)
    document = feedparser.parse(BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not document.version:
        raise FeedError("This is no podcast feed: neither RSS nor Atom.")
    extras: list[dict[str, Any]] = []
    channel = _Parts(None)
    for element in walk(data):
        if element.tag in {"channel", "feed"}:
            channel = _Parts(element)
        else:
            extras.append(_extras(_Parts(element), url))
    if len(extras) != len(document.entries):
        raise FeedError("The feed's episodes cannot be told apart: one stands where none should.")
    return ParsedFeed(
        channel=_channel(document.feed, channel, url),
        items=tuple(_item(entry, more, url) for entry, more in zip(document.entries, extras, strict=True)),
        next_url=_whole(channel.links("next"), url),
    )


def _channel(feed: Any, parts: _Parts, url: str) -> ParsedChannel:
    owner = _Parts(next(iter(parts.all("itunes:owner")), None))
    image = _Parts(next(iter(parts.all("image")), None))
    return ParsedChannel(
        title=_plain(parts.text("title", "itunes:title")),
        link=_whole(feed.get("link", ""), url),
        feed_url=_whole(parts.links("self"), url) or url,
        description=feed.get("description", "") or feed.get("subtitle", "") or feed.get("summary", ""),
        language=parts.text("language") or feed.get("language", ""),
        author=_plain(parts.text("itunes:author")) or feed.get("author", ""),
        owner_name=_plain(owner.text("itunes:name")),
        owner_email=owner.text("itunes:email"),
        categories=tuple(_categories(parts)),
        explicit=_is_true(parts.text("itunes:explicit")),
        copyright=_plain(parts.text("copyright", "rights")),
        licence=parts.text("podcast:license"),
        licence_url=_whole(parts.attribute("podcast:license", "url"), url),
        guid=parts.text("podcast:guid"),
        is_locked=_is_true(parts.text("podcast:locked")),
        image=_whole(parts.attribute("itunes:image", "href") or image.text("url"), url),
        people=tuple(_people(parts, url)),
    )


def _categories(parts: _Parts) -> Iterator[str]:
    for element in parts.all("itunes:category"):
        parent = unescape(element.get("text", "")).strip()
        children = [
            unescape(child.get("text", "")).strip() for child in _Parts(element).all("itunes:category")
        ]
        yield from [f"{parent} > {child}" for child in children if child] or [parent]


def _extras(parts: _Parts, url: str) -> dict[str, Any]:
    """What is read here of an item: the values of ``ParsedItem`` by name."""
    kind = parts.text("itunes:episodeType").lower()
    return {
        "guid": parts.text("guid", "id"),
        "title": _plain(parts.text("title", "itunes:title")),
        "season": _number(parts.text("itunes:season", "podcast:season"), 32767),
        "number": _number(parts.text("itunes:episode", "podcast:episode"), 9_999_999),
        "episode_type": kind if kind in TYPES else "full",
        "explicit": _is_true(parts.text("itunes:explicit")),
        "image": _whole(parts.attribute("itunes:image", "href"), url),
        "audio_url": _whole(_audio(parts), url),
        "transcripts": tuple(_transcripts(parts, url)),
        "chapters_url": _whole(parts.attribute("podcast:chapters", "url"), url),
        "chapters": tuple(_chapters(parts)),
        "people": tuple(_people(parts, url)),
    }


def _item(entry: Any, extras: dict[str, Any], url: str) -> ParsedItem:
    texts = [str(text.get("value") or "") for text in entry.get("content", [])]
    short = entry.get("summary", "") or ""
    return ParsedItem(
        link=_whole(entry.get("link", ""), url),
        published_at=_moment(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")),
        # As AntennaPod: the longest is the whole, the others are parts of it.
        notes=max([*texts, short], key=len),
        summary=short or entry.get("subtitle", "") or "",
        **extras,
    )


def _audio(parts: _Parts) -> str:
    """The first enclosure that is sound, else the first."""
    found = [one for one in parts.all("enclosure") if one.get("url")]
    found += [one for one in parts.all("link") if one.get("rel") == "enclosure" and one.get("href")]
    sound = [one for one in found if one.get("type", "").lower().startswith("audio/")]
    best = next(iter(sound or found), None)
    return "" if best is None else (best.get("url") or best.get("href") or "").strip()


def _transcripts(parts: _Parts, url: str) -> Iterator[FeedTranscript]:
    seen = set()
    for element in parts.all("podcast:transcript"):
        where = _whole(element.get("url", "").strip(), url)
        if where and where not in seen:
            seen.add(where)
            yield FeedTranscript(
                url=where,
                media_type=element.get("type", "").strip().lower(),
                language=element.get("language", "").strip(),
            )


def _chapters(parts: _Parts) -> Iterator[Chapter]:
    for whole in parts.all("psc:chapters")[:1]:
        for element in _Parts(whole).all("psc:chapter")[:MOST_CHAPTERS]:
            start = parse_timestamp(element.get("start", ""))
            title = _plain(element.get("title", ""))
            if start is not None and title:
                yield Chapter(start=start, title=title, url=element.get("href", ""))


def _people(parts: _Parts, url: str) -> Iterator[FeedPerson]:
    """Each person once: several roles of one come as several elements, of which the first says most."""
    seen = set()
    for element in parts.all("podcast:person"):
        name = _plain(element.text or "")[:128]
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            yield FeedPerson(
                name=name,
                role=(element.get("role") or "host").strip().lower(),
                url=_whole(element.get("href", "").strip(), url),
                picture=_whole(element.get("img", "").strip(), url),
            )


def _plain(text: str) -> str:
    """One line of text. Many feeds escape twice, and a title is never HTML."""
    return " ".join(unescape(text).split())


def _number(text: str, most: int) -> int | None:
    text = text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or int(text) > most:
        return None
    return int(text)


def _is_true(text: str) -> bool:
    return text.strip().lower() in _TRUE


def _moment(parsed: Any) -> datetime | None:
    """What feedparser made of a date: a time in UTC, in nine numbers."""
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None
    except (ValueError, TypeError, OverflowError):
        return None


def _whole(address: str, base: str) -> str:
    """An address in full and in ASCII: feeds may write it from their own on."""
    try:
        return urljoin(base, ascii_address(address)) if address.strip() else ""
    except ValueError:
        return ""
