"""Markdown inside a paragraph -> the words that were said, without marks.

Bounded expressions rather than the reader of notes: that one takes a second for a megabyte, and would take
"- Hello" for a list and "1984." for its number.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

# No part can match what ends it, so that none is read twice.
_LINK: Final = re.compile(r"(?<!\\)!?\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"()]{0,200}\")?\)")
_ADDRESS: Final = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_CODE: Final = re.compile(r"(?<![\\`])(`{1,2})([^`]{1,500})\1(?!`)")
_BOLD: Final = re.compile(r"(?<![\w\\*_])(\*\*)(?=\S)([^*_]{1,1000})(?<=\S)\1(?![\w*_])")
_EMPHASIS: Final = re.compile(r"(?<![\w\\*_])([*_])(?=\S)([^*_]{1,1000})(?<=\S)\1(?![\w*_])")
_ENTITY: Final = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")

_MARKUP: Final = re.compile(r"[\\`*_<&\[]")


def plain(text: str) -> str:
    if not _MARKUP.search(text):
        return text
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text))
    for marked in (_CODE, _BOLD, _EMPHASIS):
        text = marked.sub(r"\2", text)
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return _ESCAPE.sub(r"\1", text)
