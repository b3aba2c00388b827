"""How much of a file a request asks for: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

MINUTE: Final = timedelta(minutes=1)
MOST_PARTS: Final = 10
_RANGE: Final = re.compile(r"([0-9]{0,15})-([0-9]{0,15})")


def requested_bytes(header: str, size: int) -> int:
    """The sum of the parts. Whatever is no range of bytes asks for the whole file, as servers read it."""
    unit, _, listed = header.partition("=")
    parts = [_RANGE.fullmatch(part.strip()) for part in listed.split(",", MOST_PARTS)[:MOST_PARTS]]
    if unit.strip().lower() != "bytes" or not all(parts):
        return size
    return min(size, sum(_length(found[1], found[2], size) for found in parts if found))


def bytes_of_a_minute(size: int, duration: timedelta) -> int:
    """How many bytes hold a minute of audio; the whole file where it is shorter."""
    return size if duration <= MINUTE else max(1, int(size * (MINUTE / duration)))


def _length(first: str, last: str, size: int) -> int:
    if not first:  # the last bytes of the file
        return min(int(last or 0), size)
    end = min(int(last), size - 1) if last else size - 1
    return max(0, end - int(first) + 1)
