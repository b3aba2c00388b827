"""Reads a label track as Audacity exports it: start, end and label, parted by tabs, times in seconds.

https://manual.audacityteam.org/man/importing_and_exporting_labels.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from episodes.marks.document import Mark, MarksError
from episodes.marks.reading import numbered_lines, one_line, read_seconds, settle

NAME: Final = "Audacity labels"
_LABEL: Final = re.compile(r"^[0-9]+(?:[.,][0-9]+)?\t[0-9]+(?:[.,][0-9]+)?(?:\t|$)", re.MULTILINE)


def matches(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _LABEL.match(first) is not None


def parse(data: bytes) -> list[Mark]:
    return settle(_read(data))


def _read(data: bytes) -> Iterator[Mark]:
    for number, line in numbered_lines(data):
        if line.startswith("\\"):  # the frequencies of the label above
            continue
        start, _, rest = line.partition("\t")
        time = read_seconds(start)
        if time is None:
            raise MarksError(f"“{start[:40]}” is no time in seconds.", line=number)
        yield Mark(start=time, title=one_line(rest.partition("\t")[2]))
