"""Reads and writes the podcast namespace's JSON transcripts, version 1.0.0.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md#json
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from episodes.notes.document import Finding
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats import json_document
from transcripts.formats.reading import WrittenCue, settle, unify
from transcripts.formats.writing import ShownCue, in_order

NAME: Final = "podcast-json"

# Single words become cues of a readable line, ended by a sentence or a breath.
READABLE: Final = 65
BREATH: Final = timedelta(seconds=1)

_KEYS: Final = json_document.Keys(start="startTime", end="endTime", text="body")
_MARK: Final = re.compile(r'"startTime"\s*:')


def matches(text: str) -> bool:
    return json_document.begins(text) and _MARK.search(text) is not None


def parse(text: str) -> ParsedTranscript:
    read = list(json_document.read_segments(unify(text), _KEYS))
    return settle(NAME, _merged(read) if _one_word_each(read) else read)


def write(cues: Iterable[ParsedCue]) -> str:
    """The cues in time order; times are seconds. Every segment has an end and a body, as readers demand."""
    segments = [_written(cue) for cue in in_order(cues)]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False)


def _one_word_each(read: list[WrittenCue | Finding]) -> bool:
    """Four segments of five: a doubled word here and there does not hide that a tool wrote single words."""
    texts = [item.text.split() for item in read if isinstance(item, WrittenCue)]
    return len(texts) > 1 and 5 * sum(len(text) <= 1 for text in texts) >= 4 * len(texts)


def _merged(read: Iterable[WrittenCue | Finding]) -> Iterator[WrittenCue | Finding]:
    line: WrittenCue | None = None
    for item in read:
        if isinstance(item, Finding):
            yield item
        elif line is not None and _continues(line, item):
            line = line._replace(end=item.end, text=f"{line.text.rstrip()} {item.text.lstrip()}")
        else:
            if line is not None:
                yield line
            line = item
    if line is not None:
        yield line


def _continues(line: WrittenCue, word: WrittenCue) -> bool:
    if word.speaker != line.speaker or len(line.text) + 1 + len(word.text) > READABLE:
        return False
    until = line.start if line.end is None else line.end
    return not line.text.rstrip().endswith((".", "?", "!")) and line.start <= word.start <= until + BREATH


def _written(cue: ShownCue) -> dict[str, str | float]:
    speaker: dict[str, str | float] = {"speaker": cue.speaker} if cue.speaker else {}
    return speaker | {"startTime": cue.start / 1000, "endTime": cue.end / 1000, "body": cue.text}
