"""Reads the JSON of a transcript: an object that holds a list of segments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple, NoReturn

from episodes.notes.document import Finding
from transcripts.formats.errors import BrokenJson
from transcripts.formats.reading import WrittenCue, refuse_too_many, unreadable_time

# As far as a written time goes ("9999:59:59"); a timedelta holds more, a clock does not.
_LONGEST: Final = 10_000 * 3600


class Keys(NamedTuple):
    """What a form calls the parts of a segment; a speaker is "speaker" in all of them."""

    start: str
    end: str
    text: str


def begins(text: str) -> bool:
    return text.lstrip()[:1] == "{"


def read_segments(text: str, keys: Keys) -> Iterator[WrittenCue | Finding]:
    """The segments as cues; one without a start is a finding. Raises BrokenJson and TranscriptTooLarge."""
    segments = _load(text)
    lines = _lines_of(keys.start, text, len(segments))
    for line, segment in zip(lines, segments, strict=True):
        start = _seconds(segment.get(keys.start))
        if start is None:
            yield unreadable_time(line, f"{keys.start}: {segment.get(keys.start)!s:.40}")
            continue
        end = _seconds(segment.get(keys.end))
        yield WrittenCue(line, start, end, _words(segment.get(keys.text)), _words(segment.get("speaker")))


def _load(text: str) -> list[dict[str, object]]:
    try:
        document = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise BrokenJson(f"This is no JSON: {error.msg}.", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise BrokenJson("This JSON holds a number or a nesting that no transcript has.") from error
    segments = document.get("segments") if isinstance(document, dict) else None
    if not isinstance(segments, list):
        raise BrokenJson("This JSON holds no list of segments.")
    refuse_too_many(len(segments))
    return [segment if isinstance(segment, dict) else {} for segment in segments]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _lines_of(key: str, text: str, count: int) -> list[int]:
    """The line of each segment, by the key that each has once; 0 for all where other objects have it too.

    Inside a JSON string a quotation mark is escaped, so that only keys can match.
    """
    found = [match.start() for match in re.finditer(rf'"{key}"\s*:', text)]
    if len(found) != count:
        return [0] * count
    lines, line, position = [], 1, 0
    for start in found:
        line += text.count("\n", position, start)
        position = start
        lines.append(line)
    return lines


def _seconds(value: object) -> timedelta | None:
    """A time as JSON writes it, a number of seconds; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LONGEST:
        return None
    return timedelta(seconds=value)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""
