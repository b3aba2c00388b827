"""Some tools write one word a segment: they become cues of a readable line, ended by a sentence or a breath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from episodes.notes.document import Finding
from transcripts.formats.reading import WrittenCue

READABLE: Final = 65
BREATH: Final = timedelta(seconds=1)


def one_word_each(read: Sequence[WrittenCue | Finding]) -> bool:
    """Four segments of five: a doubled word here and there does not hide that a tool wrote single words."""
    texts = [item.text.split() for item in read if isinstance(item, WrittenCue)]
    return len(texts) > 1 and 5 * sum(len(text) <= 1 for text in texts) >= 4 * len(texts)


def merged(read: Sequence[WrittenCue | Finding]) -> Iterator[WrittenCue | Finding]:
    space = "" if _spaces_are_written(read) else " "
    line: WrittenCue | None = None
    for item in read:
        if isinstance(item, Finding):
            yield item
        elif line is not None and _continues(line, item):
            line = line._replace(end=item.end, text=line.text + space + item.text)
        else:
            if line is not None:
                yield line
            line = item
    if line is not None:
        yield line


def _spaces_are_written(read: Sequence[WrittenCue | Finding]) -> bool:
    """Whisper writes " Hel", "lo", ".": where most have a space at an end, no space means that a word goes on."""
    texts = [item.text for item in read if isinstance(item, WrittenCue)]
    return 2 * sum(text[:1].isspace() or text[-1:].isspace() for text in texts) >= len(texts)


def _continues(line: WrittenCue, word: WrittenCue) -> bool:
    if word.speaker != line.speaker or len(line.text) + 1 + len(word.text) > READABLE:
        return False
    until = line.start if line.end is None else line.end
    return not line.text.rstrip().endswith((".", "?", "!")) and line.start <= word.start <= until + BREATH
