"""Reads and writes WebVTT; blocks which players skip (NOTE, STYLE, REGION), ids and settings are passed over.

https://www.w3.org/TR/webvtt1/ - webvtt-py joins voices, leaves entities and forgets lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Final

from episodes.notes.document import Finding
from episodes.timestamps import parse_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats.reading import Block, WrittenCue, settle, split_blocks, unify, unreadable_time
from transcripts.formats.voices import split_voices
from transcripts.formats.writing import ShownCue, clock, in_order, wrap

NAME: Final = "vtt"
LINE_LENGTH: Final = 65

TIMING: Final = re.compile(r"[ \t]*(-?[0-9][0-9:.,]*)[ \t]*-->[ \t]*(-?[0-9:.,]*)")
_SIGNATURE: Final = re.compile(r"\s*WEBVTT(?=[ \t\n]|\Z)")
_SKIPPED: Final = re.compile(r"(?:NOTE|STYLE|REGION)(?=[ \t]|\Z)")
_TAG: Final = re.compile(r"<(?:/?[a-z][^<>]*|[0-9:.]+|/)?>", re.IGNORECASE)
_ENTITY: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|lrm|rlm|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE
)


def matches(text: str) -> bool:
    return _SIGNATURE.match(text) is not None


def parse(text: str) -> ParsedTranscript:
    lines = _without_skipped(unify(text).split("\n"))
    return settle(NAME, _read(split_blocks(lines, TIMING)))


def write(cues: Iterable[ParsedCue]) -> str:
    """The cues in time order. Every end lies behind its start, as strict players want it."""
    return "WEBVTT\n\n" + "\n".join(_written(cue) for cue in in_order(cues))


def _without_skipped(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those of skipped blocks blank: a cue that was commented out is no cue."""
    after_blank, skipping = True, False
    for line in lines:
        blank = not line.strip()
        skipping = not blank and (skipping or (after_blank and _SKIPPED.match(line) is not None))
        after_blank = blank
        yield "" if skipping else line


def _read(blocks: list[Block]) -> Iterator[WrittenCue | Finding]:
    for number, block in enumerate(blocks, start=1):
        start, end = parse_timestamp(block.opening[1]), parse_timestamp(block.opening[2])
        if start is None or end is None:
            yield unreadable_time(block.line, block.opening[0])
            continue
        text, stray = _divide(block.body, last=number == len(blocks))
        if stray:
            yield Finding(
                line=block.line, code="blank-line", message="A blank line inside a cue: its text is joined."
            )
        for speaker, words in split_voices(" ".join([*text, *stray])):
            yield WrittenCue(block.line, start, end, _plain(words), _plain(speaker))


def _divide(body: list[str], *, last: bool) -> tuple[list[str], list[str]]:
    """The lines of a cue, and lines which a blank line parts from them; the next cue's id is neither."""
    blank = next((index for index, line in enumerate(body) if not line.strip()), len(body))
    after = body[blank:] if last else body[blank:-1]
    return body[:blank], [line for line in after if line.strip()]


def _plain(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return text


def _written(cue: ShownCue) -> str:
    voice = f"<v {escape(cue.speaker, quote=False)}>" if cue.speaker else ""
    text = "\n".join(escape(line, quote=False) for line in wrap(cue.text, LINE_LENGTH))
    return f"{clock(cue.start)} --> {clock(cue.end)}\n{voice}{text}\n"
