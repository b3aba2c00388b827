"""Reads and writes lines of ``HH:MM:SS text`` (M:SS, MM:SS, H:MM:SS, also in brackets), with ``<v Name>`` where
tools left it.

No specification: the form in which shows keep and print transcripts, a cue a line, parted by blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from episodes.notes.document import Finding
from episodes.timestamps import TIMESTAMP, parse_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats.reading import Block, WrittenCue, settle, split_blocks, unify, unreadable_time
from transcripts.formats.voices import split_voices
from transcripts.formats.writing import ShownCue, clock, in_order

NAME: Final = "text"

# "0:05", "[0:05]", "(0:05)" and what whisper prints, "[00:05.000 --> 00:07.000]".
_TIME: Final = rf"[ \t]*[\[(]?({TIMESTAMP})(?:[ \t]*-->[ \t]*({TIMESTAMP}))?"
_TIMED: Final = re.compile(rf"{_TIME}(?:[\])][ \t]*|[ \t]+|\Z)")
_FIRST: Final = re.compile(rf"^{_TIME}(?:[\])]|[ \t\n]|\Z)", re.MULTILINE)
_FOOTER: Final = re.compile(
    r"\W{0,3}(?:back|return) to (?:the )?(?:show|episode|home)\b.{0,40}", re.IGNORECASE
)


def matches(text: str) -> bool:
    return _FIRST.search(text) is not None


def parse(text: str) -> ParsedTranscript:
    lines = _without_footer(unify(text).split("\n"))
    return settle(NAME, _read(split_blocks(lines, _TIMED)))


def write(cues: Iterable[ParsedCue]) -> str:
    """The cues in time order. Made to be read: whole seconds, rounded down, and no ends."""
    return "\n".join(_written(cue) for cue in in_order(cues))


def _without_footer(lines: list[str]) -> list[str]:
    """The lines without a last one, apart from the last cue, that leads back to the page they are from."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    apart = end > 1 and not lines[end - 2].strip()
    return lines[: end - 1] if apart and _FOOTER.fullmatch(lines[end - 1].strip()) else lines


def _read(blocks: list[Block]) -> Iterator[WrittenCue | Finding]:
    starts = [parse_timestamp(block.opening[1]) for block in blocks]
    for block, start, following in zip(blocks, starts, [*starts[1:], None], strict=True):
        if start is None:
            yield unreadable_time(block.line, block.opening[0])
            continue
        # Given here, so that two voices in one line last equally long.
        end = parse_timestamp(block.opening[2] or "")
        if end is None and following and following >= start:
            end = following
        first = block.opening.string[block.opening.end() :]
        for speaker, words in split_voices(" ".join([first, *block.body])):
            yield WrittenCue(block.line, start, end, words, speaker)


def _written(cue: ShownCue) -> str:
    voice = f"<v {cue.speaker}>" if cue.speaker else ""
    return f"{clock(cue.start).partition('.')[0]} {voice}{cue.text}\n"
