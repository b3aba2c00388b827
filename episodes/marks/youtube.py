"""Reads lines that begin with a time, as in a video's description: "0:00 Intro". Other lines may stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from episodes.marks.document import Mark
from episodes.marks.reading import numbered_lines, one_line, read_time, settle
from episodes.timestamps import TIMESTAMP

NAME: Final = "list of times"
_LINE: Final = re.compile(rf"\s*(?:[-*•–]\s+)?[(\[]?({TIMESTAMP})[)\]]?(?:\s*[-–—:|]\s+|\s+|$)(.*)$")


def matches(text: str) -> bool:
    return any(_LINE.match(line) for line in text.splitlines())


def parse(data: bytes) -> list[Mark]:
    return settle(_read(data))


def _read(data: bytes) -> Iterator[Mark]:
    for _, line in numbered_lines(data):
        found = _LINE.match(line.lstrip("\ufeff"))
        time = read_time(found[1]) if found else None
        if found is not None and time is not None:
            yield Mark(start=time, title=one_line(found[2]))
