"""What the readers of marks share: how bytes become text, how a time is read, and how much is too much."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from episodes.marks.document import Mark, MarksError
from episodes.timestamps import parse_timestamp

MOST_MARKS: Final = 5000
MOST_BYTES: Final = 5_000_000
LONGEST_TITLE: Final = 500
LONGEST: Final = timedelta(days=7)

_SECONDS: Final = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,9})?")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def as_text(data: bytes) -> str:
    """UTF-8, UTF-16 where the file says so, else the Windows of western Europe; never fails."""
    if len(data) > MOST_BYTES:
        raise MarksError(f"More than {MOST_BYTES // 1_000_000} MB: no list of marks is as long.")
    named = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if named:
        return data.decode(named, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def numbered_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", as_text(data)), start=1):
        if line.strip("\0 \t\v\f\u00a0\ufeff"):
            yield number, line


def one_line(text: str) -> str:
    words = " ".join(text.split())
    return "".join(letter for letter in words if letter.isprintable())[:LONGEST_TITLE]


def read_seconds(text: str) -> timedelta | None:
    """ "62.5", or "62,5" as a German Audacity writes it."""
    text = text.strip()
    if not _SECONDS.fullmatch(text):
        return None
    time = timedelta(seconds=float(text.replace(",", ".")))
    return time if time <= LONGEST else None


def read_time(text: str) -> timedelta | None:
    """Seconds or a clock."""
    time = read_seconds(text)
    if time is None:
        time = parse_timestamp(text)
    return time if time is not None and time <= LONGEST else None


def settle(marks: Iterable[Mark]) -> list[Mark]:
    """In the order of time; a file without any, or with far too many, is none."""
    found: list[Mark] = []
    for mark in marks:
        found.append(mark)
        if len(found) > MOST_MARKS:
            raise MarksError(f"More than {MOST_MARKS} marks: no episode has as many.")
    if not found:
        raise MarksError("There are no marks in it.")
    return sorted(found, key=lambda mark: mark.start)
