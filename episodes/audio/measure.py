"""What an ear would notice of a file: how loud it is, where it clips, how long it is silent at first.

ffmpeg listens, where it is installed: https://ffmpeg.org/ffmpeg-filters.html#ebur128-1
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from episodes.audio.probe import M4A, MP3, AudioInfo

SECONDS: Final = 900
SILENCE_SECONDS: Final = 2
LOUDEST_PEAK: Final = -0.1
# What podcasts aim at, and how far from it nobody reaches for the volume.
STEREO_LUFS: Final = -16.0
MONO_LUFS: Final = -19.0
TOLERANCE: Final = 3.0
SMALLEST: Final = 16_384
LARGEST: Final = 200_000_000
SAMPLE_RATES: Final = (44_100, 48_000)
_LOUDNESS: Final = re.compile(r"^\s+I:\s+(-?[\d.]+) LUFS", re.MULTILINE)
_PEAK: Final = re.compile(r"^\s+Peak:\s+(-?[\d.]+) dBFS", re.MULTILINE)
_SILENCE: Final = re.compile(r"silence_start: (-?[\d.]+).*?silence_end: ([\d.]+)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """``loudness`` in LUFS, ``peak`` in dB, ``silence`` at the start in seconds; None where nobody listened."""

    loudness: float | None = None
    peak: float | None = None
    silence: float | None = None


def measure(path: Path) -> Measured:
    """Listen to a file. Nothing is measured where ffmpeg is missing, fails or takes a quarter of an hour."""
    program = shutil.which("ffmpeg")
    if program is None:
        return Measured()
    filters = f"ebur128=peak=true:framelog=verbose,silencedetect=noise=-50dB:duration={SILENCE_SECONDS}"
    # Only these readers, and only files: a playlist in disguise would have ffmpeg fetch addresses.
    command = [
        *(program, "-hide_banner", "-nostdin", "-nostats", "-protocol_whitelist", "file,pipe"),
        *("-format_whitelist", "mp3,mov", "-i", str(path), "-map", "0:a:0", "-vn"),
        *("-af", filters, "-f", "null", "-"),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return Measured()
    return read_report(done.stderr.decode("utf-8", "replace"))


def read_report(report: str) -> Measured:
    """What ffmpeg's filters have written."""
    loudness, peak = _last(_LOUDNESS, report), _last(_PEAK, report)
    silence = next((match for match in _SILENCE.finditer(report) if float(match[1]) < 0.1), None)
    return Measured(
        loudness=loudness if loudness is None or loudness > -70 else None,  # -70: nothing but silence
        peak=peak,
        silence=float(silence[2]) if silence else 0.0,
    )


def _last(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.findall(text)
    return float(found[-1]) if found else None


def problems(info: AudioInfo, measured: Measured, name: str) -> list[str]:
    """What a host would rather know before listeners do, each a sentence."""
    ending = Path(name).suffix.lower().lstrip(".")
    aim = MONO_LUFS if info.channels == 1 else STEREO_LUFS
    off = (measured.loudness - aim) if measured.loudness is not None else 0.0
    sentences = {
        "The bit rate varies and the file has no table for it: players show a wrong length and jump to wrong "
        "places. Export it with a constant bit rate.": info.needs_table,
        f"The file is called .{ending} but is {'an MP3' if info.media_type == MP3 else 'an M4A'}; it is served "
        "as what it is.": ending not in {MP3: ("mp3", ""), M4A: ("m4a", "mp4", "m4b", "")}[info.media_type],
        f"It starts with {measured.silence or 0:.0f} seconds of silence.": (measured.silence or 0)
        > SILENCE_SECONDS,
        f"It clips: its peak is at {measured.peak or 0:.1f} dB.": measured.peak is not None
        and measured.peak > LOUDEST_PEAK,
        f"It is {'louder' if off > 0 else 'quieter'} than other podcasts by {abs(off):.0f} dB: {aim:.0f} LUFS is "
        f"usual, this is {measured.loudness or 0:.1f}.": abs(off) > TOLERANCE,
        f"Its sample rate is {info.sample_rate} Hz; some apps expect 44100 or 48000.": bool(info.sample_rate)
        and info.sample_rate not in SAMPLE_RATES,
        f"It is larger than {LARGEST // 1_000_000} MB, more than Spotify takes.": info.size > LARGEST,
        "It is so small that some apps take it for a broken download.": info.size < SMALLEST,
    }
    return [sentence for sentence, is_so in sentences.items() if is_so]
