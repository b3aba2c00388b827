"""Reads and writes SubRip, numbered or not, with a comma or a point, and ``Name:`` where the speaker changes.

https://en.wikipedia.org/wiki/SubRip#Format - the package srt keeps no line numbers and reads no speakers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from episodes.notes.document import Finding
from episodes.timestamps import TIMESTAMP, parse_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats.labels import LABEL, repeated
from transcripts.formats.reading import (
    MAX_CUES,
    Block,
    WrittenCue,
    one_line,
    settle,
    split_blocks,
    unify,
    unreadable_time,
)
from transcripts.formats.voices import split_voices
from transcripts.formats.vtt import TIMING
from transcripts.formats.writing import ShownCue, clock, in_order, wrap

NAME: Final = "srt"
LINE_LENGTH: Final = 32
NOBODY: Final = "Unknown"

_TIMED: Final = re.compile(rf"^[ \t]*{TIMESTAMP}[ \t]*-->", re.MULTILINE)
_FORMATTING: Final = re.compile(r"</?(?:b|i|u|s|c|font)(?:[\s.][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)


def matches(text: str) -> bool:
    return _TIMED.search(text) is not None


def parse(text: str) -> ParsedTranscript:
    blocks = split_blocks(unify(text).split("\n"), TIMING)
    read = list(islice(_read(blocks), MAX_CUES + 1))
    texts = [item.text for item in read if isinstance(item, WrittenCue) and item.text]
    return settle(NAME, _with_speakers(read) if _names_speakers(texts) else read)


def write(cues: Iterable[ParsedCue]) -> str:
    """The cues in time order, a name where it changes. Long cues keep their time and take more lines."""
    shown = in_order(cues)
    return "\n".join(
        _written(number, cue, label) for number, (cue, label) in enumerate(_labelled(shown), start=1)
    )


def _read(blocks: list[Block]) -> Iterator[WrittenCue | Finding]:
    for number, block in enumerate(blocks, start=1):
        start, end = parse_timestamp(block.opening[1]), parse_timestamp(block.opening[2])
        if start is None or end is None:
            yield unreadable_time(block.line, block.opening[0])
            continue
        body = block.body if number == len(blocks) else _without_number(block.body)
        for speaker, words in split_voices(_FORMATTING.sub("", " ".join(body))):
            yield WrittenCue(block.line, start, end, one_line(words), speaker)


def _without_number(body: list[str]) -> list[str]:
    """A number right above the next time is that cue's; after a blank line it would be what was said."""
    return body[:-1] if body and body[-1].strip().isdecimal() else body


def _names_speakers(texts: list[str]) -> bool:
    """Whether names come first here: from the first cue on, or two of them more than once ("Note:" may)."""
    labels = [label[1] for text in texts if (label := LABEL.match(text))]
    return bool(texts and LABEL.match(texts[0])) or len(repeated(labels)) > 1


def _with_speakers(read: list[WrittenCue | Finding]) -> Iterator[WrittenCue | Finding]:
    """A name counts until the next one."""
    current = ""
    for item in read:
        if isinstance(item, Finding) or item.speaker:
            yield item
            continue
        text = item.text
        if label := LABEL.match(text):
            current, text = "" if label[1] == NOBODY else label[1], text[label.end() :]
        yield item._replace(text=text, speaker=current)


def _labelled(cues: list[ShownCue]) -> Iterator[tuple[ShownCue, str]]:
    """Each cue with the name to write before it. Where names are read, words that look like one need one too."""
    names = any(cue.speaker for cue in cues) or _names_speakers([cue.text for cue in cues])
    current = None
    for cue in cues:
        needed = names and (cue.speaker != current or LABEL.match(cue.text))
        yield cue, f"{cue.speaker or NOBODY}: " if needed else ""
        current = cue.speaker


def _written(number: int, cue: ShownCue, label: str) -> str:
    # SubRip knows no escape: an arrow in the text would open a cue.
    lines = "\n".join(wrap(label + cue.text.replace("-->", "->"), LINE_LENGTH))
    return f"{number}\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\n{lines}\n"
