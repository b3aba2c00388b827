"""A story as a line of show notes, ready to copy. What listeners typed stays text: no Markdown of theirs works."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from inbox.addresses import host

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@:-])")
# What ends a link's address, or begins something else within it.
_BREAKS: Final = re.compile(r"[()<>\\`\s\"']")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


def notes_line(url: str, name: str) -> str:
    link = f"1. [{_text(host(url))}]({_address(url)})"
    return f"{link} - suggested by {_text(name)}" if name else link


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _address(url: str) -> str:
    return _ENTITY.sub("&amp;", _BREAKS.sub(lambda found: quote(found[0]), url))
