"""Reads the list of markers and regions that REAPER's region manager exports: CSV with the columns #, Name, Start, End
and Length. Times are written as the project's ruler writes them.

https://www.reaper.fm/userguide.php, "Region/Marker Manager"
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Final

from episodes.marks.document import Mark, MarksError
from episodes.marks.reading import as_text, one_line, read_time, settle

NAME: Final = "REAPER markers"
_HEADER: Final = re.compile(r"^\ufeff?\"?#\"?,\"?Name\"?,\"?Start\"?(?:,|$)", re.IGNORECASE)
_BARS: Final = re.compile(r"-?[0-9]+\.[0-9]+\.[0-9]+")
_FRAMES: Final = re.compile(r"[0-9]+:[0-9]+:[0-9]+:[0-9]+")
# A whole number this large counts samples, and nobody says how many a second.
_A_DAY: Final = timedelta(days=1)
_RULER: Final = "Set REAPER's ruler to minutes and seconds and export again."


def matches(text: str) -> bool:
    return _HEADER.match(text.lstrip()) is not None


def parse(data: bytes) -> list[Mark]:
    return settle(_read(as_text(data).lstrip("\ufeff")))


def _read(text: str) -> Iterator[Mark]:
    rows = csv.reader(StringIO(text, newline=""))
    columns: list[str] = []
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not columns:
                columns = [cell.strip().casefold() for cell in row]
                continue
            named = dict(zip(columns, row, strict=False))
            start = named.get("start", "").strip()
            yield Mark(start=_time(start, rows.line_num), title=one_line(named.get("name", "")))
    except csv.Error as error:
        raise MarksError(f"It is no CSV: {error}.", line=rows.line_num) from error


def _time(text: str, line: int) -> timedelta:
    if _BARS.fullmatch(text):
        raise MarksError(f"“{text[:40]}” counts bars and beats. {_RULER}", line=line)
    if _FRAMES.fullmatch(text):
        raise MarksError(f"“{text[:40]}” counts frames. {_RULER}", line=line)
    time = read_time(text)
    if time is None or (text.isdecimal() and time > _A_DAY):
        raise MarksError(f"“{text[:40]}” is no time. {_RULER}", line=line)
    return time
