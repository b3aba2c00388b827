"""What a feed must know of a file of sound: its kind, how long it sounds, and how large it is. MP3 and M4A.

Of an MP3 the tag (ID3v2) is stepped over by its header and never read: its contents are a stranger's. Its duration
comes from counting frames: right also for a variable bit rate without a table, and for files joined or cut.
An M4A says itself how long it is; mutagen reads it.
"""

from __future__ import annotations

import codecs
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO, Final

from mutagen import MutagenError
from mutagen.mp3 import MPEGInfo
from mutagen.mp4 import MP4

from episodes.audio.frames import TICKS_PER_SECOND, frame_at, is_table, starts_at, whole_frames

MP3: Final = "audio/mpeg"
M4A: Final = "audio/x-m4a"
ENDINGS: Final = {MP3: "mp3", M4A: "m4a"}
TAG_BYTES: Final = 16 * 1024 * 1024
TAGS: Final = 16
CONTENTS_BYTES: Final = 4 * 1024 * 1024
_HANDLER: Final = re.compile(rb"hdlr.{8}(....)", re.DOTALL)
# How far behind the tag the first frame may be: taggers leave zeros there.
SEARCH_BYTES: Final = 64 * 1024

# What hosts take for an MP3, by how it starts: (offset, bytes, name).
OTHER_KINDS: Final = (
    (8, b"WAVE", "a WAV file"),
    (0, b"OggS", "an Ogg file"),
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


class NotAudio(ValueError):
    """Why a file cannot be published, in words for the host who uploaded it."""


@dataclass(frozen=True, kw_only=True)
class AudioInfo:
    """``duration`` is whole milliseconds, the encoder's few of padding included; ``size`` is in bytes, ``bit_rate``
    the mean in bits a second. ``needs_table``: the bit rate varies, and nothing tells a player how."""

    duration: timedelta
    size: int
    media_type: str = MP3
    bit_rate: int = 0
    is_variable: bool = False
    needs_table: bool = False
    channels: int = 0
    sample_rate: int = 0


def probe(file: BinaryIO) -> AudioInfo:
    """Measure a file. Reads it once, in blocks; leaves the file's position anywhere. Raises ``NotAudio``."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise NotAudio("The file is empty.")
    if _read_at(file, 4, 4) == b"ftyp":
        return _probe_mp4(file, size)
    behind_tag = _skip_tags(file, size)
    start = behind_tag + _find_sound(_read_at(file, behind_tag, SEARCH_BYTES))
    return _probe_mp3(file, start, size)


def _probe_mp4(file: BinaryIO, size: int) -> AudioInfo:
    file.seek(0)
    try:
        info = MP4(file).info
    except (MutagenError, OSError, ValueError, OverflowError, MemoryError, RecursionError) as error:
        raise NotAudio("This MP4 file is damaged, or cut off: its contents cannot be read.") from error
    if b"vide" in _handlers(file, size):
        raise NotAudio("This is a video. Export its sound as MP3 or M4A and upload that.")
    if not info.length or not info.codec.startswith(("mp4a", "alac")):
        raise NotAudio("There is no sound in this MP4 file that podcast apps play. Export it as MP3 or M4A.")
    return AudioInfo(
        duration=timedelta(milliseconds=round(info.length * 1000)),
        size=size,
        media_type=M4A,
        bit_rate=info.bitrate or round(size * 8 / info.length),
        channels=info.channels,
        sample_rate=info.sample_rate,
    )


def _handlers(file: BinaryIO, size: int) -> set[bytes]:
    """What kinds of tracks an MP4 has. Its table of contents stands near one of the two ends."""
    found: set[bytes] = set()
    for at in {0, max(0, size - CONTENTS_BYTES)}:
        found |= {match[1] for match in _HANDLER.finditer(_read_at(file, at, CONTENTS_BYTES))}
    return found


def _skip_tags(file: BinaryIO, size: int) -> int:
    """The position behind the ID3v2 tags at the start, of which some programs write several."""
    at = 0
    for _ in range(TAGS):
        header = _read_at(file, at, 10)
        if not header.startswith(b"ID3"):
            break
        if len(header) < 10 or any(byte > 0x7F for byte in header[6:]):
            raise NotAudio("The tag (ID3) at the start of the file is damaged.")
        high, upper, lower, low = header[6:]
        footer = 10 if header[5] & 0x10 else 0
        at += 10 + (high << 21 | upper << 14 | lower << 7 | low) + footer
        if at >= size:
            raise NotAudio("The file ends inside its tag (ID3): the upload or the export broke off.")
        if at > TAG_BYTES:
            raise NotAudio(
                f"The tag (ID3) is larger than {TAG_BYTES >> 20} MB. Put a smaller picture into the file."
            )
    return at


def _find_sound(head: bytes) -> int:
    for offset, magic, name in OTHER_KINDS:
        if head[offset:].startswith(magic):
            raise NotAudio(
                f"This is {name}, which podcast apps do not play. Export the episode as MP3 or M4A and upload that."
            )
    at = head.find(b"\xff")
    while at >= 0:
        if starts_at(head, at):
            return at
        at = head.find(b"\xff", at + 1)
    raise NotAudio(_why_silent(head))


def _why_silent(head: bytes) -> str:
    start = head[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        return "This is a web page, not sound. Was it downloaded from behind a sign-in?"
    if start and _is_text(start):
        return "This is text, not sound."
    return "This is neither MP3 nor M4A: there is no sound (MPEG layer III) at its start."


def _is_text(start: bytes) -> bool:
    try:
        # An incremental decoder, because the cut may be inside a character.
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return not any(character < "\t" for character in text)


def _probe_mp3(file: BinaryIO, start: int, size: int) -> AudioInfo:
    file.seek(start)
    ticks = sound = 0
    bit_rates: Counter[int] = Counter()
    for frame in whole_frames(file):
        ticks += frame.ticks
        sound += frame.length
        bit_rates[frame.bit_rate] += 1
    if sound * 2 < size - start:
        raise NotAudio("Less than half of the file is MP3 sound: it is damaged, or another kind of file.")
    silent = _silent_ticks(file, start)
    duration = timedelta(milliseconds=round((ticks - silent) * 1000 / TICKS_PER_SECOND))
    if not duration:
        raise NotAudio("There is no sound in this MP3, only its table of contents.")
    # The frame that holds the table may have a rate of its own.
    is_variable = sum(bit_rates.values()) - max(bit_rates.values(), default=0) > 1
    channels, sample_rate = _head(file, start)
    return AudioInfo(
        duration=duration,
        size=size,
        bit_rate=round(sound * 8 * TICKS_PER_SECOND / ticks) if ticks else 0,
        is_variable=is_variable,
        needs_table=is_variable and not silent,
        channels=channels,
        sample_rate=sample_rate,
    )


def _head(file: BinaryIO, start: int) -> tuple[int, int]:
    """Channels and sample rate, as the first frames say them; nought where they are too few to tell."""
    try:
        info = MPEGInfo(BytesIO(_read_at(file, start, SEARCH_BYTES)))
    except MutagenError:
        return 0, 0
    return info.channels, info.sample_rate


def _silent_ticks(file: BinaryIO, start: int) -> int:
    first = _read_at(file, start, 64)
    frame = frame_at(first, 0)
    return frame.ticks if frame and is_table(first) else 0


def _read_at(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)
