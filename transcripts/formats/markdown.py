"""Reads transcripts that people write as Markdown: ``**Name:** text`` or ``Name: text``, with a few times or none.

No specification: ``\\[04:03\\]`` in the text and ``**Break:** \\[19:12\\]`` (Changelog); front matter, headings, and
``Name: 00:04:03`` above the words (Bitcoin transcripts). A paragraph is a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from episodes.front_matter import BrokenFrontMatter, load_yaml
from episodes.notes.document import Finding
from episodes.timestamps import TIMESTAMP, parse_timestamp
from transcripts.cues import ParsedTranscript
from transcripts.formats import plain_text
from transcripts.formats.estimates import Said, with_starts
from transcripts.formats.labels import NAME as PERSON
from transcripts.formats.labels import repeated
from transcripts.formats.markdown_text import plain
from transcripts.formats.reading import MAX_CUES, refuse_too_many, settle, unify

NAME: Final = "markdown"
NOBODY: Final = {"break", "unknown"}
"""Labels that name no speaker, in lower case."""

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.{0,20000}?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]|\Z)")
_RULE: Final = re.compile(r"[ \t]*(?:\*[ \t]*){3,}\Z|[ \t]*(?:-[ \t]*){3,}\Z")
_LIST_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]")

# "[04:03]", its brackets escaped or not, perhaps a link; beside a name also bare and in round brackets.
_MARK: Final = re.compile(rf"\\?\[({TIMESTAMP})\\?\](?:\([^()\s]{{0,200}}\))?")
_TIME: Final = rf"(?:\\?[\[(])?({TIMESTAMP})(?:\\?[\])])?"
_BOLD: Final = re.compile(
    rf"[ \t]*(?:{_TIME}[ \t]+)?\*\*([^*#\n]{{1,100}}?)(:?)\*\*[ \t]*(?:{_TIME}[ \t]*)?(:?)[ \t]*"
)
_NAMED: Final = re.compile(
    rf"[ \t]*(?:{_TIME}[ \t]+)?({PERSON})(?:[ \t]*\\?[\[(]({TIMESTAMP})\\?[\])])?:(?:[ \t]+|\Z)(?!https?:)"
)
_REFERENCE: Final = re.compile(r"(?:[\w ]{0,80}:)?[ \t]*<?https?://\S+[ \t]*\Z")
_ALONE: Final = re.compile(rf"{_TIME}[ \t]*\Z")


class Label(NamedTuple):
    """A name at the beginning of a line, with the time beside it; ``end`` is where the words go on."""

    speaker: str
    time: str
    end: int


class _Paragraph(NamedTuple):
    line: int
    speaker: str
    time: str
    lines: list[str]


def matches(text: str) -> bool:
    """Whether names part the turns, or front matter says who speaks; in show notes lists outnumber names."""
    lines = text.split("\n")
    labels = _labels(lines, bold_alone=plain_text.matches(text))
    if labels:
        return len(labels) >= sum(_LIST_ITEM.match(line) is not None for line in lines)
    return bool(_front_matter_speakers(text)) and not plain_text.matches(text)


def parse(text: str) -> ParsedTranscript:
    text = unify(text)
    pieces = (piece for paragraph in _paragraphs(text) for piece in _pieces(paragraph))
    said = list(islice(pieces, MAX_CUES + 1))
    refuse_too_many(len(said))
    return settle(NAME, [*with_starts(said), *_headings(text)])


def _labels(lines: Sequence[str], *, bold_alone: bool = False) -> dict[int, Label]:
    """The names by the index of their line; plain ones count from the first that comes again."""
    bold = {i: label for i, line in enumerate(lines) if "**" in line and (label := _bold_label(line))}
    if bold or bold_alone:
        return bold
    named = {i: label for i, line in enumerate(lines) if ":" in line and (label := _plain_label(line))}
    names = repeated(label.speaker for label in named.values())
    first = next((i for i, label in named.items() if label.speaker in names), len(lines))
    return {i: label for i, label in named.items() if i >= first}


def _bold_label(line: str) -> Label | None:
    """Bold words are a name where a colon or a time says so."""
    found = _BOLD.match(line)
    if found is None or not (found[1] or found[3] or found[4] or found[5]):
        return None
    return Label(plain(found[2]).strip(), found[1] or found[4] or "", found.end())


def _plain_label(line: str) -> Label | None:
    found = _NAMED.match(line)
    if found is None:
        return None
    alone = _ALONE.match(line, found.end())
    time = found[1] or found[3] or (alone[1] if alone else "")
    return Label(found[2], time, alone.end() if alone else found.end())


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """A name begins one, and so does a line below a blank one or a heading: it goes on for the name above."""
    lines = text.split("\n")
    labels = _labels(lines)
    speakers = _front_matter_speakers(text)
    speaker = speakers[0] if len(speakers) == 1 and not labels else ""
    current: _Paragraph | None = None
    for index, line in enumerate(lines[_front_matter_lines(text) :], start=_front_matter_lines(text)):
        label = labels.get(index)
        ends = not line.strip() or _HEADING.match(line) or _RULE.match(line)
        if current is not None and (label or ends):
            yield current
            current = None
        if ends:
            continue
        if label:
            speaker = "" if label.speaker.lower() in NOBODY else label.speaker
        if current is None:
            # An address between the turns was shown, not said.
            by = "" if not label and _REFERENCE.match(line) else speaker
            current = _Paragraph(index + 1, by, label.time if label else "", [])
        current.lines.append(line[label.end :] if label else line)
    if current is not None:
        yield current


def _pieces(paragraph: _Paragraph) -> Iterator[Said]:
    """What is said from one time in the text to the next."""
    before, *marked = _MARK.split(" ".join(paragraph.lines))
    for time, words in [(paragraph.time, before), *zip(marked[::2], marked[1::2], strict=True)]:
        said = plain(words).strip()
        if time or said:
            yield Said(paragraph.line, parse_timestamp(time), paragraph.speaker, said)


def _headings(text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    headings = [number for number, line in enumerate(lines, start=1) if _HEADING.match(line)]
    if headings:
        message = f"Headings ({len(headings)}) were not said and are left out."
        yield Finding(line=headings[0], code="headings", message=message)


def _front_matter_lines(text: str) -> int:
    front = _FRONT_MATTER.match(text)
    return front[0].count("\n") if front else 0


def _front_matter_speakers(text: str) -> list[str]:
    front = _FRONT_MATTER.match(text)
    try:
        speakers = load_yaml(front[1]).get("speakers") if front else None
    except BrokenFrontMatter:
        return []
    return [name for name in speakers if isinstance(name, str)] if isinstance(speakers, list) else []
