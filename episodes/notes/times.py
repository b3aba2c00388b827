"""A time written into a heading ("[07:58] Title", "Title (1:02:03)") -> where the segment starts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from episodes.timestamps import TIMESTAMP, parse_timestamp

from .plain_line import PlainLine

_FIRST: Final = re.compile(
    rf"[\s*]*(?:\[@?(?P<a>{TIMESTAMP})\]|\(@?(?P<b>{TIMESTAMP})\)|@?(?P<c>{TIMESTAMP})(?=[\s:–—-]|$))"
    r"(?:\s*[–—|-](?=\s)|\s*:(?=\s|$))?"
)
_LAST: Final = re.compile(
    rf"(?:\[@?(?P<a>{TIMESTAMP})\]|\(@?(?P<b>{TIMESTAMP})\)|(?:(?<=\s)|^)(?:[–—|@-]\s*)(?P<c>{TIMESTAMP})"
    # Without marks around, only what cannot be a time of day or a ratio.
    r"|(?:(?<=\s)|^)(?P<d>[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]|0[0-9]:[0-5][0-9]))[\s:.]*\Z"
)
_LONGEST: Final = 40
"""Characters, from the end of a line, in which a closing time is looked for."""


def take_first_time(line: PlainLine) -> tuple[PlainLine, timedelta | None]:
    """The line without the time that it starts with, and that time."""
    match = _FIRST.match(line.text)
    return (line.cut(match.end()), _time_of(match)) if match else (line, None)


def take_time(line: PlainLine) -> tuple[PlainLine, timedelta | None]:
    """The line without the time at its start or end, and that time."""
    rest, start = take_first_time(line)
    if start is not None:
        return rest, start
    tail = max(0, len(line.text.rstrip()) - _LONGEST)
    match = _LAST.search(line.text, tail)
    return (line.cut(0, match.start()), _time_of(match)) if match else (line, None)


def _time_of(match: re.Match[str]) -> timedelta | None:
    return parse_timestamp(next(group for group in match.groups() if group))
