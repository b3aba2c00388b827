"""Reads the JSON of a transcript: a list of segments, alone or in an object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final, NoReturn

from episodes.notes.document import Finding
from transcripts.cues import ParsedTranscript
from transcripts.formats.errors import BrokenJson, NoCues
from transcripts.formats.json_forms import FORMS, LISTS, JsonForm, Segment, find_form
from transcripts.formats.reading import WrittenCue, refuse_too_many, settle, unify, unreadable_time
from transcripts.formats.single_words import merged, one_word_each

_OPENING: Final = re.compile(r"\s*(?:\{|\[\s*[{\]])")
_KEY: Final = re.compile(rf'"(?:{"|".join(sorted({*LISTS, *(form.start for form in FORMS)}))})"\s*:')


def matches(text: str) -> bool:
    return _OPENING.match(text) is not None and _KEY.search(text) is not None


def parse(text: str) -> ParsedTranscript:
    text = unify(text)
    segments = _load(text)
    form = find_form(segments)
    if form is None:
        raise NoCues("No segment of this JSON has both a start and words.")
    read = list(_read(form, segments, text))
    return settle(form.name, merged(read) if one_word_each(read) else read)


def _load(text: str) -> list[Segment]:
    try:
        document = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise BrokenJson(f"This is no JSON: {error.msg}.", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise BrokenJson("This JSON holds a number or a nesting that no transcript has.") from error
    if isinstance(document, dict):
        document = next((document[key] for key in LISTS if isinstance(document.get(key), list)), None)
    if not isinstance(document, list):
        raise BrokenJson("This JSON holds no list of segments.")
    refuse_too_many(len(document))
    return [segment if isinstance(segment, dict) else {} for segment in document]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _read(form: JsonForm, segments: Sequence[Segment], text: str) -> Iterator[WrittenCue | Finding]:
    """The segments as cues; one without a start is a finding."""
    for line, segment in zip(_lines_of(form.start, text, len(segments)), segments, strict=True):
        start, end = form.times(segment)
        if start is None:
            yield unreadable_time(line, f"{form.start}: {segment.get(form.start)!s:.40}")
        else:
            yield WrittenCue(line, start, end, form.words(segment), form.speaker(segment))


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
