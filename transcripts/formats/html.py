"""Reads and writes the podcast namespace's HTML transcripts: ``<cite>Name:</cite><time>0:00</time><p>…</p>``.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md#html

The form is three tags in a row, and expressions read them in linear time. Of the kept readers html.parser takes
4 seconds for 50 KB of "<a<a<a", and what builds a tree as browsers do (nh3) as long for 50 KB of open fonts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Final

from episodes.notes.document import Finding
from episodes.timestamps import TIMESTAMP, format_timestamp, parse_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats.reading import WrittenCue, one_line, settle, unify, unreadable_time
from transcripts.paragraphs import Turn, paragraphs

NAME: Final = "html"

_SIGN: Final = re.compile(rf"<time\b[^<>]{{0,200}}>\s{{0,20}}{TIMESTAMP}\s{{0,20}}</time", re.IGNORECASE)
# A few tags inside, none of which begins another name or time.
_INNER: Final = r"[^<]{0,200}(?:<(?!/?(?:cite|time)\b)[^<]{0,200}){0,6}"
_MARK: Final = re.compile(rf"<(cite|time)\b[^<>]{{0,200}}>({_INNER})</\1\b[^<>]{{0,20}}>", re.IGNORECASE)
_UNSAID: Final = re.compile(r"<(?:!--|(script|style|title)\b)", re.IGNORECASE)
_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|code|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[/!]?[a-z][^<>]*>", re.IGNORECASE)


def matches(text: str) -> bool:
    return _SIGN.search(text) is not None


def parse(text: str) -> ParsedTranscript:
    return settle(NAME, _read(_without_unsaid(unify(text))))


def write(cues: Iterable[ParsedCue]) -> str:
    """The cues in time order, a paragraph of one speaker each. Made to be read: whole seconds, and no ends."""
    ordered = sorted((cue for cue in cues if one_line(cue.text)), key=lambda cue: cue.start)
    return "".join(_written(paragraph) for paragraph in paragraphs(ordered))


def _read(text: str) -> Iterator[WrittenCue | Finding]:
    """Words before the first time are the page's own. A name holds until the next one, and so does a time."""
    marks = list(_MARK.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    start, speaker, line, position = None, "", 1, 0
    for mark, end in zip(marks, ends, strict=True):
        line, position = line + text.count("\n", position, mark.start()), mark.start()
        if mark[1].lower() == "cite":
            speaker = _plain(mark[2]).rstrip(" :")
        elif (start := parse_timestamp(_plain(mark[2]))) is None:
            yield unreadable_time(line, _plain(mark[2]))
        words = _plain(text[mark.end() : end])
        if words and start is not None:
            yield WrittenCue(line, start, None, words, speaker)


def _without_unsaid(text: str) -> str:
    """The page with its comments, scripts and styles emptied, but for their line breaks."""
    kept, position = [], 0
    while found := _UNSAID.search(text, position):
        kept.append(text[position : found.start()])
        position = _end_of(found, text)
        kept.append("\n" * text.count("\n", found.start(), position))
    return "".join([*kept, text[position:]])


def _end_of(opening: re.Match[str], text: str) -> int:
    """Without an end it hides the rest of the page, as in browsers."""
    closing = rf"</{opening[1]}\b[^<>]*>" if opening[1] else "-->"
    found = re.compile(closing, re.IGNORECASE).search(text, opening.end())
    return found.end() if found else len(text)


def _plain(html: str) -> str:
    return one_line(unescape(_TAG.sub(" ", _INLINE.sub("", html))))


def _written(paragraph: Turn) -> str:
    name, text = one_line(paragraph.speaker), one_line(" ".join(cue.text for cue in paragraph.cues))
    cite = f"<cite>{escape(name, quote=False)}:</cite>\n" if name else ""
    return f"{cite}<time>{format_timestamp(paragraph.start)}</time>\n<p>{escape(text, quote=False)}</p>\n"
