"""What a notes file's name says: "472-monorepos.md", "PB 485.md", "012-notes.md.md"."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

_NUMBER: Final = re.compile(r"[0-9]+")
_ENDING: Final = re.compile(r"(?:\.(?:md|markdown|txt|text|vtt|srt|json))+\Z", re.IGNORECASE)
_NO_TITLE: Final = {
    "transcript",
    "final",
    "original",
    "timeline",
    "names",
    "mixdown",
    "youtube",
    "show",
    "notes",
}


def number_from_name(name: str) -> int | None:
    """The first run of digits in a file's name, folders left out; None without one, or with an absurd one."""
    found = _NUMBER.search(PurePath(name).name)
    return int(found[0]) if found and len(found[0]) <= 9 else None


def title_from_name(name: str) -> str:
    """What stands behind the number, as words: "all our tools" for "484-all-our-tools.md", else "".

    Words about the file at its end ("transcript-final", "show-notes") are no title.
    """
    stem = _ENDING.sub("", PurePath(name).name)
    found = _NUMBER.search(stem)
    words = re.split(r"[\s_-]+", stem[found.end() :].strip(" ._-")) if found else []
    while words and words[-1].casefold() in _NO_TITLE:
        words.pop()
    return " ".join(words)
