"""The bytes of a feed -> XML that a strict parser reads, and that has been looked through for attacks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from episodes.feeds.xml import legal

LARGEST: Final = 50_000_000
MOST_ITEMS: Final = 5000
DEEPEST: Final = 64
ITEMS: Final = frozenset({"item", "entry"})

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""\s{0,100}<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,30})""")
_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
# Codecs of Python that are no encodings of texts, or cost quadratic time, are not asked for.
_ENCODINGS: Final = re.compile(
    r"(iso|cp|windows|koi8|mac|big5|gb|euc|shift|sjis|latin|tis|hz)[-_a-z0-9]*", re.IGNORECASE
)
_REFERENCE: Final = re.compile(r"&(?:#(x?)([0-9A-Fa-f]{1,8});|([A-Za-z][A-Za-z0-9]{1,31};))?")
_XML_NAMES: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_PREFIXES: Final = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "https://podcastindex.org/namespace/1.0": "podcast:",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast:",
    "http://podlove.org/simple-chapters": "psc:",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/": "",
}


class FeedError(Exception):
    """Why a feed cannot be imported, in words for its host."""


def clean(data: bytes, charset: str = "") -> bytes:
    """Well-formed UTF-8 XML without attacks, in ``charset`` or whatever it was. Raises ``FeedError``."""
    if len(data) > LARGEST:
        raise FeedError(f"The feed is larger than {LARGEST // 1_000_000} MB.")
    if not data.strip(b"\0\t\n\r "):
        raise FeedError("The feed is empty.")
    text = legal(_decode(data, charset)).lstrip("\ufeff")
    text = _DECLARATION.sub("", text, count=1).lstrip()
    try:
        return _checked(text)
    except ParseError:
        pass
    try:
        return _checked(_mend(text))
    except ParseError as error:
        if re.match(r"<(!doctype html|html|head)\b", text[:200], re.IGNORECASE):
            raise FeedError("This is a web page, not a feed.") from error
        raise FeedError(f"The feed is broken XML: {error}.") from error


def _checked(text: str) -> bytes:
    data = text.encode()
    for _ in walk(data):
        pass
    return data


def _decode(data: bytes, charset: str) -> str:
    """UTF-8 wherever it can be: feeds say many other names of it. What is nothing else is Windows-1252."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _DECLARED.match(data[:1000])
    for name in ("utf-8", declared[1].decode() if declared else "", charset):
        if name == "utf-8" or _ENCODINGS.fullmatch(name):
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode("cp1252", "replace")


def _mend(text: str) -> str:
    """Write what feeds most often break so that XML can hold it: "&nbsp;", "AT&T", "&#0;". CDATA is left alone."""
    parts, at = [], 0
    while at < len(text):
        opened = text.find("<![CDATA[", at)
        closed = text.find("]]>", opened) if opened >= 0 else -1
        opened, closed = (opened, closed + 3) if closed >= 0 else (len(text), len(text))
        parts += [_REFERENCE.sub(_mended, text[at:opened]), text[opened:closed]]
        at = closed
    return "".join(parts)


def _mended(reference: re.Match[str]) -> str:
    is_hex, digits, name = reference.groups()
    if name:
        if name in _XML_NAMES:
            return reference[0]
        return "".join(f"&#{ord(one)};" for one in html5[name]) if name in html5 else f"&amp;{name}"
    if not digits:
        return "&amp;"
    code = int(digits, 16) if is_hex else int(digits) if digits.isdigit() else 0
    return reference[0] if 0 < code < 0x110000 and legal(chr(code)) else ""


def walk(data: bytes) -> Iterator[Element]:
    """The channel (or Atom's feed) and the items, each when it is complete: an item is dropped after its turn.

    Names have their usual prefixes, whatever the feed calls them. Raises ``FeedError`` for what no feed needs
    (entities, depth, thousands of items), and ``ParseError``.
    """
    open_elements: list[Element] = []
    count = 0
    try:
        # A document type is harmless without entities, and old feeds have one.
        for event, element in iterparse(
            BytesIO(data), ("start", "end"), forbid_dtd=False, forbid_entities=True, forbid_external=True
        ):
            if event == "start":
                element.tag = _usual_name(element.tag)
                open_elements.append(element)
                if len(open_elements) > DEEPEST:
                    raise FeedError(f"The feed is nested more than {DEEPEST} levels deep.")
                if element.tag in ITEMS and any(outer.tag in ITEMS for outer in open_elements[:-1]):
                    raise FeedError("The feed's episodes cannot be told apart: one stands inside of another.")
                continue
            open_elements.pop()
            if element.tag in ITEMS:
                count += 1
                if count > MOST_ITEMS:
                    raise FeedError(f"The feed has more than {MOST_ITEMS} episodes.")
                yield element
                element.clear()
                if open_elements:
                    open_elements[-1].remove(element)
            elif element.tag in {"channel", "feed"}:
                yield element
    except DefusedXmlException as error:
        raise FeedError("The feed defines entities, which no feed needs and attacks use.") from error
    except (ValueError, LookupError, RecursionError) as error:
        raise FeedError("The feed is no XML that can be read.") from error


def _usual_name(tag: str) -> str:
    uri, closes, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return f"{_PREFIXES.get(uri.lower(), 'other:')}{name}" if closes else name
