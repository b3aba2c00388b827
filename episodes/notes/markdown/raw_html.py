"""HTML that hosts write between their Markdown: which of it may pass, and where its tags are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from markdown_it.common.html_re import close_tag, open_tag

_PLAIN = (
    "abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 "
    "h6 hr i ins kbd li mark p pre q rp rt ruby s samp small span strike strong sub summary sup table tbody "
    "tfoot thead tr ul var wbr"
)
RAW_TAGS: dict[str, frozenset[str]] = {
    **{tag: frozenset() for tag in _PLAIN.split()},
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan"}),
}
"""The tags a host may write, each with its attributes; every other tag is text."""

VOID_TAGS = frozenset({"br", "hr", "img", "wbr"})
_TAG = re.compile(rf"(?=<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*))(?:{open_tag}|{close_tag})")
_ATTRIBUTE = re.compile(r"""\s([a-zA-Z-]+)\s*=\s*("[^"]*"|'[^']*'|[^"'=<>`\s]+)""")


@dataclass(frozen=True, kw_only=True)
class Tag:
    """An opening or closing tag, its name in lower case, with those attributes that may pass."""

    name: str
    closes: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def read_raw_html(raw: str) -> Iterator[Tag | str]:
    """The tags that may pass and, as text, everything else; comments are left out."""
    raw = _without_comments(raw)
    position = 0
    for found in _TAG.finditer(raw):
        yield raw[position : found.start()]
        yield _read_tag(found)
        position = found.end()
    yield raw[position:]


def _without_comments(raw: str) -> str:
    before, *rest = raw.split("<!--")
    # A comment that never ends is text, or the rest of the note would be lost.
    ended = [comment.partition("-->") for comment in rest]
    return before + "".join(after if end else "<!--" + text for text, end, after in ended)


def _read_tag(found: re.Match[str]) -> Tag | str:
    name = found["name"].lower()
    if name == "iframe":
        # An embedded page is not embedded here, but its address stays to be read.
        return _attributes(found[0], frozenset({"src"})).get("src", "")
    if name not in RAW_TAGS:
        return found[0]
    return Tag(name=name, closes=bool(found["slash"]), attributes=_attributes(found[0], RAW_TAGS[name]))


def _attributes(raw: str, allowed: frozenset[str]) -> dict[str, str]:
    found = ((name.lower(), unescape(value.strip("\"'"))) for name, value in _ATTRIBUTE.findall(raw))
    return {name: value for name, value in found if name in allowed}
