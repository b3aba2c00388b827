"""What a feed must know of an MP3: how long it sounds, and how large it is.

The tag (ID3v2) is stepped over by its header and never read: its contents are a stranger's. The duration
comes from counting frames: right also for a variable bit rate without a table, and for files joined or cut.
"""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, Final

from episodes.audio.frames import TICKS_PER_SECOND, frame_at, is_table, starts_at, whole_frames

MEDIA_TYPE: Final = "audio/mpeg"
TAG_BYTES: Final = 16 * 1024 * 1024
TAGS: Final = 16
# How far behind the tag the first frame may be: taggers leave zeros there.
SEARCH_BYTES: Final = 64 * 1024

# What hosts take for an MP3, by how it starts: (offset, bytes, name).
OTHER_KINDS: Final = (
    (8, b"WAVE", "a WAV file"),
    (0, b"OggS", "an Ogg file"),
    (4, b"ftyp", "an M4A or MP4 file"),
    (0, b"fLaC", "a FLAC file"),
    (0, b"FORM", "an AIFF file"),
    (0, b"\x1aE\xdf\xa3", "a WebM or Matroska file"),
    (0, b"0&\xb2u", "a Windows Media file"),
    (0, b"\xff\xf1", "an AAC file"),
    (0, b"\xff\xf9", "an AAC file"),
    (0, b"\xff\xfd", "an MP2 file (layer II)"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"%PDF", "a PDF document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
)


class NotAnMp3(ValueError):
    """Why a file cannot be published as an MP3, in words for the host who uploaded it."""


@dataclass(frozen=True, kw_only=True)
class AudioInfo:
    """``duration`` is whole milliseconds, the encoder's few of padding included; ``size`` is in bytes."""

    duration: timedelta
    size: int
    media_type: str = MEDIA_TYPE


def probe(file: BinaryIO) -> AudioInfo:
    """Measure an MP3. Reads it once, in blocks; leaves the file's position anywhere."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise NotAnMp3("The file is empty.")
    behind_tag = _skip_tags(file, size)
    start = behind_tag + _find_sound(_read_at(file, behind_tag, SEARCH_BYTES))
    return AudioInfo(duration=_duration(file, start, size), size=size)


def _skip_tags(file: BinaryIO, size: int) -> int:
    """The position behind the ID3v2 tags at the start, of which some programs write several."""
    at = 0
    for _ in range(TAGS):
        header = _read_at(file, at, 10)
        if not header.startswith(b"ID3"):
            break
        if len(header) < 10 or any(byte > 0x7F for byte in header[6:]):
            raise NotAnMp3("The tag (ID3) at the start of the file is damaged.")
        high, upper, lower, low = header[6:]
        footer = 10 if header[5] & 0x10 else 0
        at += 10 + (high << 21 | upper << 14 | lower << 7 | low) + footer
        if at >= size:
            raise NotAnMp3("The file ends inside its tag (ID3): the upload or the export broke off.")
        if at > TAG_BYTES:
            raise NotAnMp3(
                f"The tag (ID3) is larger than {TAG_BYTES >> 20} MB. Put a smaller picture into the file."
            )
    return at


def _find_sound(head: bytes) -> int:
    for offset, magic, name in OTHER_KINDS:
        if head[offset:].startswith(magic):
            raise NotAnMp3(f"This is {name}, not an MP3. Export the episode as MP3 and upload that.")
    at = head.find(b"\xff")
    while at >= 0:
        if starts_at(head, at):
            return at
        at = head.find(b"\xff", at + 1)
    raise NotAnMp3(_why_silent(head))


def _why_silent(head: bytes) -> str:
    start = head[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        return "This is a web page, not an MP3. Was it downloaded from behind a sign-in?"
    if start and _is_text(start):
        return "This is text, not an MP3."
    return "This is no MP3: there is no sound (MPEG layer III) at its start."


def _is_text(start: bytes) -> bool:
    try:
        # An incremental decoder, because the cut may be inside a character.
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return not any(character < "\t" for character in text)


def _duration(file: BinaryIO, start: int, size: int) -> timedelta:
    file.seek(start)
    ticks = sound = 0
    for frame in whole_frames(file):
        ticks += frame.ticks
        sound += frame.length
    if sound * 2 < size - start:
        raise NotAnMp3("Less than half of the file is MP3 sound: it is damaged, or another kind of file.")
    return timedelta(milliseconds=round((ticks - _silent_ticks(file, start)) * 1000 / TICKS_PER_SECOND))


def _silent_ticks(file: BinaryIO, start: int) -> int:
    first = _read_at(file, start, 64)
    frame = frame_at(first, 0)
    return frame.ticks if frame and is_table(first) else 0


def _read_at(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)
