"""What is too much for a note. Real notes are far below: the longest of 460 has 14,000 characters."""

from __future__ import annotations

import re

MAX_CHARACTERS = 200_000
MAX_DEPTH = 60
"""Levels of nesting in the HTML: a list in a list is two, and so is bold in a link."""

MAX_CELLS = 10_000
"""Cells of one table."""

MAX_COST = 40_000
"""What reading and rendering costs, in units of about ten microseconds on a small machine."""

_COSTS = {"line": 12, "address": 18, "mark": 5, "stop": 1}
_COSTLY = re.compile(
    r"(?P<line>^[^\S\n]*\S)|(?P<address>://)|(?P<mark>[\[\]*_~`<>&|\\])|(?P<stop>[!-/:;=@^{}])", re.MULTILINE
)


class NotesTooHard(ValueError):
    """The notes are beyond what is rendered; ``line``, from 1, is where the host should look."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


def check_limits(source: str) -> None:
    """Refuse a text that is too long or holds too much markup, before time is spent on it."""
    if len(source) > MAX_CHARACTERS:
        raise NotesTooHard(
            _line(source, MAX_CHARACTERS), f"the notes go on behind {MAX_CHARACTERS:,} characters"
        )
    cost = 0
    for found in _COSTLY.finditer(source):
        cost += _COSTS[found.lastgroup or "stop"]
        if cost > MAX_COST:
            raise NotesTooHard(_line(source, found.end()), "the notes hold too much markup up to here")


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
