"""Reads and tells Podlove Simple Chapters: the XML, and the lines of text that the same tools take.

https://podlove.org/simple-chapters/ - the text is that of mp4chaps: a whole clock, the title, perhaps an address in
angle brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from episodes.marks.document import Mark, MarksError
from episodes.marks.reading import MOST_BYTES, numbered_lines, one_line, read_time, settle

NAME: Final = "Podlove chapters"
_LINE: Final = re.compile(r"\s*([0-9]{1,3}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3})(?:\s+(.*))?$")


def matches(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "").lstrip("\ufeff ")
    return _LINE.match(first) is not None or (first.startswith("<") and "chapter" in text.casefold())


def parse(data: bytes) -> list[Mark]:
    is_xml = data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
    return settle(_read_xml(data) if is_xml else _read_lines(data))


def _read_lines(data: bytes) -> Iterator[Mark]:
    for number, line in numbered_lines(data):
        found = _LINE.match(line.lstrip("\ufeff"))
        time = read_time(found[1]) if found else None
        if found is None or time is None:
            raise MarksError(
                f"“{one_line(line)[:40]}” does not begin with a time like 00:01:02.000.", line=number
            )
        yield Mark(start=time, title=one_line(_without_address(found[2] or "")))


def _without_address(title: str) -> str:
    title = title.strip()
    return title.rpartition("<")[0] if title.endswith(">") and "<" in title else title


def _read_xml(data: bytes) -> Iterator[Mark]:
    if len(data) > MOST_BYTES:
        raise MarksError(f"More than {MOST_BYTES // 1_000_000} MB: no list of marks is as long.")
    try:
        root = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise MarksError(f"It is no XML: {str(error).partition(':')[0]}.", line=error.position[0]) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise MarksError("It is no XML of chapters.") from error
    found = [element for element in root.iter() if element.tag.rpartition("}")[2] == "chapter"]
    for place, element in enumerate(found, start=1):
        start = element.get("start", "")
        time = read_time(start)
        if time is None:
            raise MarksError(f"Chapter {place} starts at “{start[:40]}”, which is no time.")
        yield Mark(start=time, title=one_line(element.get("title", "")))
