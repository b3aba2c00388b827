"""MPEG audio of layer III: where its frames are and how long they sound. Nothing is decoded.

Reads: ISO 11172-3 and 13818-3 frame headers, and the unofficial MPEG 2.5 ones.
http://www.mp3-tech.org/programmer/frame_header.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

# Divisible by all nine sample rates, so that the durations of frames add up exactly.
TICKS_PER_SECOND: Final = 14_112_000

HEADER_BYTES: Final = 3
BLOCK_BYTES: Final = 1024 * 1024
# How often something between frames may look like the start of one, before the search is given up.
FALSE_STARTS: Final = 200_000


class Frame(NamedTuple):
    """``length`` in bytes with the header; ``ticks`` is how long it sounds, in 1/14112000 s; ``bit_rate`` in kbit/s."""

    length: int
    ticks: int
    bit_rate: int


def _headers() -> Iterator[tuple[bytes, Frame]]:
    """The first three bytes of every frame header there is, except those of a free bit rate."""
    mpeg_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    mpeg_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    versions = {
        0b11: (1152, mpeg_1, (44100, 48000, 32000)),
        0b10: (576, mpeg_2, (22050, 24000, 16000)),
        0b00: (576, mpeg_2, (11025, 12000, 8000)),
    }
    for version, (samples, bit_rates, sample_rates) in versions.items():
        for bit_rate in range(1, 15):
            for rate, sample_rate in enumerate(sample_rates):
                length = samples // 8 * bit_rates[bit_rate] * 1000 // sample_rate
                ticks = samples * TICKS_PER_SECOND // sample_rate
                for protection in (0, 1):
                    for low in range(4):  # padding, and a private bit
                        second = 0b11100010 | version << 3 | protection
                        third = bit_rate << 4 | rate << 2 | low
                        yield (
                            bytes((0xFF, second, third)),
                            Frame(length + (low >> 1), ticks, bit_rates[bit_rate]),
                        )


HEADERS: Final = dict(_headers())
LONGEST: Final = max(frame.length for frame in HEADERS.values())


def frame_at(data: bytes, at: int) -> Frame | None:
    return HEADERS.get(data[at : at + HEADER_BYTES])


def starts_at(data: bytes, at: int) -> bool:
    """Whether sound starts here: a frame, and behind it another of the same version and sample rate."""
    first = frame_at(data, at)
    second = first and frame_at(data, at + first.length)
    return bool(first and second and first.ticks == second.ticks)


def is_table(frame: bytes) -> bool:
    """Whether a first frame holds an encoder's table of contents (Xing, Info, VBRI) in place of sound."""
    return frame[36:40] == b"VBRI" or any(frame[at : at + 4] in (b"Xing", b"Info") for at in (36, 21, 13))


def whole_frames(file: BinaryIO) -> Iterator[Frame]:
    """The frames from where the file stands to its end; whatever is no frame is passed over.

    Holds two blocks at a time. A frame cut off by the end is left out.
    """
    data, at, false_starts, in_step, ended = b"", 0, 0, False, False
    while false_starts < FALSE_STARTS:
        if len(data) - at < 2 * LONGEST and not ended:
            block = file.read(BLOCK_BYTES)
            data, at, ended = data[at:] + block, 0, not block
            continue
        frame = HEADERS.get(data[at : at + HEADER_BYTES])
        if frame and (in_step or starts_at(data, at)):
            at += frame.length
            if at > len(data):
                return
            in_step = True
            yield frame
        else:
            in_step = False
            false_starts += 1
            at = data.find(b"\xff", at + 1)
            if at < 0:
                at = len(data)
                if ended:
                    return
