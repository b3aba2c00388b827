"""Speaks the demo show: NNN.script in, NNN.mp3 and a transcript with the same times out.

A development tool; it needs the programs `espeak-ng` and `ffmpeg`. The exit status is 1 where the notes
and the sound disagree, and the differences are printed.

    python -m episodes.demo.speak             every script
    python -m episodes.demo.speak 3 8         these two
    python -m episodes.demo.speak --write     corrects the times in the notes instead of complaining
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

from .tape import Cue, encode, record

HERE = Path(__file__).parent
HEADING = re.compile(r"\*\*(?:(?:\w+ #(?P<number>\d+)):|(?P<kind>Sponsor(?= segment)|Extras|Joke))")
TIME = re.compile(r"(?<=[\[(])\d+:\d\d(?=[\])])")


def clock(seconds: float, mark: str = ".") -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def short_clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"


def as_vtt(cues: list[Cue]) -> str:
    blocks = (f"{clock(cue.start)} --> {clock(cue.end)}\n<v {cue.speaker}>{cue.text}" for cue in cues)
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def as_srt(cues: list[Cue]) -> str:
    """The speaker is named where the turn changes, as the podcast namespace asks."""
    blocks = []
    for number, (before, cue) in enumerate(zip([None, *cues], cues, strict=False), start=1):
        name = "" if before and before.speaker == cue.speaker else f"{cue.speaker}: "
        times = f"{clock(cue.start, ',')} --> {clock(cue.end, ',')}"
        blocks.append(f"{number}\n{times}\n{name}{cue.text}\n")
    return "\n".join(blocks)


def as_txt(cues: list[Cue]) -> str:
    return "\n\n".join(f"{short_clock(cue.start)} {cue.text}" for cue in cues) + "\n"


def as_json(cues: list[Cue]) -> str:
    segments = [
        {
            "speaker": cue.speaker,
            "startTime": round(cue.start, 3),
            "endTime": round(cue.end, 3),
            "body": cue.text,
        }
        for cue in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, indent=1, ensure_ascii=False) + "\n"


WRITERS = {"vtt": as_vtt, "srt": as_srt, "txt": as_txt, "json": as_json}


def with_full_names(cues: list[Cue], show: dict[str, list[dict[str, str]]]) -> list[Cue]:
    full = {person["name"].split()[0]: person["name"] for person in show["people"]}
    return [replace(cue, speaker=full[cue.speaker]) for cue in cues]


def compare(notes: Path, starts: dict[str, int], *, write: bool) -> list[str]:
    """What differs. Notes without any time are notes of a host who has not listened yet: no difference."""
    rows = notes.read_text("utf-8").splitlines(keepends=True)
    headings = {at: found for at, row in enumerate(rows) if (found := HEADING.match(row))}
    if not any(TIME.search(rows[at]) for at in headings):
        return []
    spoken = {section: short_clock(start) for section, start in starts.items()}
    differences = []
    for at, found in headings.items():
        section = found["number"] or found["kind"].lower()
        right = spoken.pop(section, None)
        if write and right:
            rows[at] = TIME.sub(right, rows[at], count=1)
        written = TIME.search(rows[at])
        if not written or written[0] != right:
            said = written[0] if written else "no time"
            differences.append(f"{notes.name}:{at + 1}: {said}, but {section} is spoken at {right}")
    if write:
        notes.write_text("".join(rows), "utf-8")
    return differences + [f"{notes.name}: no heading for {section}" for section in spoken]


def produce(number: int, kind: str, show: dict[str, list[dict[str, str]]], *, write: bool) -> list[str]:
    tape = record(HERE / f"{number}.script")
    encode(tape.samples, HERE / f"{number}.mp3")
    words = WRITERS[kind](with_full_names(tape.cues, show))
    (HERE / f"{number}.{kind}").write_text(words, "utf-8")
    print(f"{number}: {short_clock(tape.length)}, {len(tape.cues)} cues")
    return compare(HERE / f"{number}.md", tape.starts, write=write)


def main() -> int:
    parser = argparse.ArgumentParser(description="Speak the demo show.")
    parser.add_argument("numbers", nargs="*", type=int, help="episodes; all of them if none is named")
    parser.add_argument("--write", action="store_true", help="correct the times in the notes")
    asked = parser.parse_args()
    show = tomllib.loads((HERE / "show.toml").read_text("utf-8"))
    episodes = tomllib.loads((HERE / "episodes.toml").read_text("utf-8"))["episodes"]
    differences = []
    for episode in episodes:
        if not asked.numbers or episode["number"] in asked.numbers:
            differences += produce(episode["number"], episode["transcript"], show, write=asked.write)
    print(*differences, sep="\n", file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
