"""Reads the cue points of a WAV file, with the labels of its ``adtl`` list. The sound is stepped over, unread.

https://www.recordingblogs.com/wiki/cue-chunk-of-a-wave-file; a file of more than 4 GB is RF64 and tells its true size
in ``ds64`` (EBU Tech 3306).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO, Final

from episodes.marks.document import Mark, MarksError
from episodes.marks.reading import LONGEST, one_line, settle

NAME: Final = "WAV cue points"
_MOST: Final = 1_000_000
_MOST_CHUNKS: Final = 10_000
_UNKNOWN: Final = 0xFFFFFFFF
_WANTED: Final = (b"fmt ", b"cue ", b"LIST", b"ds64")


def matches(opening: bytes) -> bool:
    return opening[:4] in (b"RIFF", b"RF64") and opening[8:12] == b"WAVE"


def parse(data: bytes) -> list[Mark]:
    return parse_file(BytesIO(data))


def parse_file(file: BinaryIO) -> list[Mark]:
    """The same, for a file of any size: some chunks of it are read."""
    rate, cues, labels = 0, b"", b""
    for name, body in _chunks(file):
        if name == b"fmt " and len(body) >= 8:
            rate = int.from_bytes(body[4:8], "little")
        elif name == b"cue ":
            cues = body
        elif name == b"LIST" and body[:4] == b"adtl":
            labels = (labels + body[4:])[:_MOST]
    if cues and not rate:
        raise MarksError("The WAV file does not say how many samples a second has.")
    titles = dict(_labels(labels))
    return settle(
        Mark(start=start, title=titles.get(point, ""))
        for point, sample in _points(cues)
        if (start := timedelta(seconds=sample / rate)) <= LONGEST
    )


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The chunks that matter. A size that the file does not hold ends it."""
    file.seek(12)
    true_size = 0
    for _ in range(_MOST_CHUNKS):
        header = file.read(8)
        if len(header) < 8:
            return
        name, size = header[:4], int.from_bytes(header[4:], "little")
        if name == b"data" and size == _UNKNOWN:
            size = true_size
        if name in _WANTED and size <= _MOST:
            body = file.read(size)
            if name == b"ds64":
                true_size = int.from_bytes(body[8:16], "little")
            yield name, body
            file.seek(size % 2, 1)
        elif size > 2**62:
            return
        else:
            file.seek(size + size % 2, 1)


def _points(body: bytes) -> Iterator[tuple[int, int]]:
    """Each point's number, and the sample it stands at."""
    for place in range(4, len(body) - 23, 24):
        number, _, _, _, _, sample = struct.unpack_from("<II4sIII", body, place)
        yield number, sample


def _labels(body: bytes) -> Iterator[tuple[int, str]]:
    place = 0
    while place + 12 <= len(body):
        name, size, number = struct.unpack_from("<4sII", body, place)
        if name == b"labl":
            yield number, one_line(_decode(body[place + 12 : place + 8 + size].partition(b"\0")[0]))
        place += 8 + size + size % 2


def _decode(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")
