"""Files with marks, made by hand: what other programs write."""

from __future__ import annotations

import struct
from datetime import timedelta

from episodes.marks.document import Mark


def at(seconds: float, title: str = "") -> Mark:
    return Mark(start=timedelta(seconds=seconds), title=title)


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def wav(points: list[tuple[int, int, bytes]], *, rate: int = 48_000, sound: bytes = b"") -> bytes:
    """A WAV file of (number, sample, label)."""
    fmt = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    cues = struct.pack("<I", len(points)) + b"".join(
        struct.pack("<II4sIII", number, 0, b"data", 0, 0, sample) for number, sample, _ in points
    )
    labels = b"".join(
        chunk(b"labl", struct.pack("<I", number) + text + b"\0") for number, _, text in points if text
    )
    body = (
        chunk(b"fmt ", fmt) + chunk(b"data", sound) + chunk(b"cue ", cues) + chunk(b"LIST", b"adtl" + labels)
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body
