"""A script of the demo show -> sound and cues. Needs the programs `espeak-ng` and `ffmpeg`."""

from __future__ import annotations

import json
import math
import re
import subprocess
import tempfile
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

RATE = 22_050  # samples a second, as espeak-ng writes them
LOUDNESS = "loudnorm=I=-19:TP=-1.5:LRA=11"  # one channel at -19 LUFS is as loud as two at -16
WARMTH = (
    "highpass=f=80,lowpass=f=9500,equalizer=f=190:t=q:w=1:g=2,equalizer=f=3300:t=q:w=1.2:g=-3,"
    "aecho=0.9:0.9:19|31:0.10|0.06,acompressor=threshold=-20dB:ratio=2.5:attack=8:release=120"
)
BETWEEN_SENTENCES, BETWEEN_TURNS, BETWEEN_SECTIONS = 0.26, 0.42, 0.55  # seconds; the last is a minimum
SCALE = (392.0, 440.0, 493.88, 587.33, 659.26)  # Hz: G major without a note that could clash

Samples: TypeAlias = "array[int]"  # 16 bits, one channel


@dataclass(frozen=True, kw_only=True)
class Voice:
    """How a person sounds: an espeak-ng voice, its pitch (0-99) and words a minute."""

    espeak: str
    pitch: int
    speed: int


VOICES = {
    "Daniela": Voice(espeak="en-gb+f3", pitch=48, speed=162),
    "Fergus": Voice(espeak="en-gb-scotland+m3", pitch=38, speed=164),
    "Otis": Voice(espeak="en-us+m7", pitch=26, speed=156),
    "Ines": Voice(espeak="en-us+f2", pitch=58, speed=170),
}
SPOKEN = {
    "GUID": "goo-id",
    "LUFS": "luffs",
    "ffmpeg": "F F M peg",
    "PostgreSQL": "post gress Q L",
    "Django": "jango",
    "TOML": "tommel",
    "tomllib": "tommel lib",
    "pathlib": "path lib",
    "JSON": "jay-sun",
    "ETag": "E tag",
    "regex": "redge-ex",
    "Ines": "ee-ness",
    "Daniela": "Dan-yella",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One turn of a script; ``section`` is "hello", "1", "2", "sponsor", "extras", "joke" ..."""

    section: str
    speaker: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One spoken sentence and its times in seconds."""

    start: float
    end: float
    speaker: str
    text: str


def read_script(path: Path) -> Iterator[Line]:
    """``== section`` opens a section, ``Name: words`` is a turn, empty lines mean nothing."""
    section = "hello"
    for row in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
        if row.startswith("== "):
            section = row.removeprefix("== ")
        else:
            speaker, text = row.split(": ", 1)
            yield Line(section=section, speaker=speaker, text=text)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def say(sentence: str, voice: Voice) -> Samples:
    words = re.sub(r"\w+", lambda word: SPOKEN.get(word[0], word[0]), sentence)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        sound = ["-v", voice.espeak, "-p", str(voice.pitch), "-s", str(voice.speed), "-w", file.name]
        subprocess.run(["espeak-ng", "-z", *sound, words], check=True)
        with wave.open(file.name) as wav:
            samples = array("h", wav.readframes(wav.getnframes()))
    return trimmed(samples)


def trimmed(samples: Samples, threshold: int = 150) -> Samples:
    """Without the silence at both ends, so that every pause is one of ours."""
    loud = [at for at, value in enumerate(samples) if abs(value) > threshold]
    return samples[loud[0] : loud[-1] + 1]


def silence(seconds: float) -> Samples:
    return array("h", bytes(2 * round(seconds * RATE)))


def note(frequency: float, seconds: float = 0.34) -> Samples:
    """A small wooden bar, struck once."""

    def value(at: int) -> int:
        time = at / RATE
        tone = math.sin(math.tau * frequency * time) + 0.25 * math.sin(math.tau * 4 * frequency * time)
        return round(2_600 * tone * math.exp(-11 * time))

    return array("h", map(value, range(round(seconds * RATE))))


class Tape:
    """The episode as it grows: samples, the cues on them and where each section starts."""

    def __init__(self) -> None:
        self.samples: Samples = array("h")
        self.cues: list[Cue] = []
        self.starts: dict[str, int] = {}
        for frequency in SCALE[::2]:
            self.samples += note(frequency)

    @property
    def length(self) -> float:
        return len(self.samples) / RATE

    def open(self, section: str) -> None:
        """A section starts on a whole second, with a note: what the notes can write is then exact."""
        start = math.ceil(self.length + BETWEEN_SECTIONS)
        self.samples += silence(start - self.length) + note(SCALE[len(self.starts) % len(SCALE)])
        self.starts[section] = start

    def add(self, line: Line) -> None:
        for sentence in sentences(line.text):
            start = self.length
            self.samples += say(sentence, VOICES[line.speaker])
            self.cues.append(Cue(start=start, end=self.length, speaker=line.speaker, text=sentence))
            self.samples += silence(BETWEEN_SENTENCES)
        self.samples += silence(BETWEEN_TURNS - BETWEEN_SENTENCES)

    def close(self) -> None:
        self.samples += silence(0.3)
        for frequency in SCALE[::-2]:
            self.samples += note(frequency)


def record(script: Path) -> Tape:
    tape = Tape()
    section = "hello"
    for line in read_script(script):
        if line.section != section:
            section = line.section
            tape.open(section)
        tape.add(line)
    tape.close()
    return tape


def encode(samples: Samples, target: Path) -> None:
    """Mono, 44.1 kHz, a constant 48 kbit/s. Loudness takes two passes: measure, then one gain for all."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        with wave.open(file.name, "wb") as wav:
            wav.setparams((1, 2, RATE, 0, "NONE", ""))
            wav.writeframes(samples.tobytes())
        source = ["ffmpeg", "-hide_banner", "-y", "-i", file.name, "-af"]
        heard = ffmpeg(*source, f"{WARMTH},{LOUDNESS}:print_format=json", "-f", "null", "-")
        gain = f"{WARMTH},{LOUDNESS}:{measured(heard)}:linear=true"
        form = "-ac 1 -ar 44100 -c:a libmp3lame -b:a 48k -write_xing 1 -id3v2_version 0 -map_metadata -1"
        ffmpeg(*source, gain, *form.split(), "-fflags", "+bitexact", str(target))


def ffmpeg(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def measured(report: str) -> str:
    found = json.loads(report[report.rindex("{") : report.rindex("}") + 1])
    names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    values = [f"measured_{name}={found[key]}" for name, key in names.items()]
    return ":".join([*values, f"offset={found['target_offset']}"])
