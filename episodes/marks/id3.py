"""Reads the chapters (CHAP frames) of an MP3 file's ID3 tag. The sound is not looked at.

https://id3.org/id3v2-chapters-1.0. Tags of ours are written by mutagen; a stranger's are read here, because mutagen
unpacks compressed frames to whatever size they have.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO, Final, NamedTuple

from episodes.marks.document import Mark, MarksError
from episodes.marks.reading import one_line, settle

NAME: Final = "MP3 chapters"
_MOST: Final = 32_000_000
_MOST_FRAMES: Final = 20_000
_ENCODINGS: Final = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_UNSYNCHRONISED: Final = 0x80
_EXTENDED: Final = 0x40


class Frame(NamedTuple):
    name: bytes
    body: bytes


def matches(opening: bytes) -> bool:
    return opening[:3] == b"ID3"


def parse(data: bytes) -> list[Mark]:
    return parse_file(BytesIO(data))


def parse_file(file: BinaryIO) -> list[Mark]:
    """The same, for a file of any size: its tag is read."""
    file.seek(0)
    header = file.read(10)
    if len(header) < 10:
        raise MarksError("Its ID3 tag is cut off.")
    version, flags, size = header[3], header[5], _safe_int(header[6:10])
    if version not in (3, 4):
        raise MarksError("Its ID3 tag is of a version that has no chapters.")
    if size > _MOST:
        raise MarksError(f"Its ID3 tag is larger than {_MOST // 1_000_000} MB.")
    body = file.read(size)
    if flags & _UNSYNCHRONISED and version == 3:
        body = _synchronise(body)
    if flags & _EXTENDED:
        body = body[_safe_int(body[:4]) if version == 4 else int.from_bytes(body[:4], "big") + 4 :]
    chapters = (frame.body for frame in _frames(body, version) if frame.name == b"CHAP")
    return settle(mark for chapter in chapters if (mark := _mark(chapter, version)))


def _frames(body: bytes, version: int) -> Iterator[Frame]:
    """Frames as they stand; compressed and encrypted ones are stepped over."""
    place = 0
    for _ in range(_MOST_FRAMES):
        name = body[place : place + 4]
        if len(name) < 4 or not name.isalnum() or place + 10 > len(body):
            return
        raw_size, flags = body[place + 4 : place + 8], body[place + 9]
        size = _safe_int(raw_size) if version == 4 else int.from_bytes(raw_size, "big")
        content = body[place + 10 : place + 10 + size]
        place += 10 + size
        if flags & (0x0C if version == 4 else 0xC0):
            continue
        if version == 4 and flags & 0x01:
            content = content[4:]
        yield Frame(name, _synchronise(content) if version == 4 and flags & 0x02 else content)


def _mark(chapter: bytes, version: int) -> Mark | None:
    _, _, rest = chapter.partition(b"\0")
    if len(rest) < 16:
        return None
    titles = (_text(frame.body) for frame in _frames(rest[16:], version) if frame.name == b"TIT2")
    start = timedelta(milliseconds=int.from_bytes(rest[:4], "big"))
    return Mark(start=start, title=one_line(next(titles, "")))


def _text(body: bytes) -> str:
    encoding = _ENCODINGS[body[0]] if body and body[0] < len(_ENCODINGS) else "latin-1"
    return body[1:].decode(encoding, "replace").partition("\0")[0]


def _synchronise(data: bytes) -> bytes:
    return data.replace(b"\xff\x00", b"\xff")


def _safe_int(data: bytes) -> int:
    """Seven bits a byte."""
    return sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(data)))
