"""Transcripts in the forms that tools and shows write: any of them in, any of them out, cues in between."""

from __future__ import annotations

from typing import Final, Protocol

from transcripts.cues import ParsedTranscript
from transcripts.formats import html, json_document, markdown, plain_text, srt, vtt
from transcripts.formats.errors import BrokenJson, NoCues, TranscriptError, TranscriptTooLarge, UnknownFormat
from transcripts.formats.reading import MAX_CHARACTERS, unify

__all__ = [
    "BrokenJson",
    "NoCues",
    "TranscriptError",
    "TranscriptTooLarge",
    "UnknownFormat",
    "parse_transcript",
]


class _Format(Protocol):
    def matches(self, text: str) -> bool: ...

    def parse(self, text: str) -> ParsedTranscript: ...


# From the form with the plainest sign to the one with the least.
_FORMATS: Final[tuple[_Format, ...]] = (vtt, json_document, srt, html, markdown, plain_text)


def parse_transcript(text: str) -> ParsedTranscript:
    """Read a transcript by what it holds, whatever its file is called. Raises nothing but TranscriptError."""
    if len(text) > MAX_CHARACTERS:
        raise TranscriptTooLarge(f"More than {MAX_CHARACTERS:,} characters: no transcript is as long.")
    text = unify(text)
    if not text.strip():
        raise NoCues("The file is empty.")
    for form in _FORMATS:
        if form.matches(text):
            return form.parse(text)
    raise UnknownFormat(_unknown(text))


def _unknown(text: str) -> str:
    opening = " ".join(text[:200].split())[:60]
    return (
        "Neither WebVTT, SubRip, JSON, HTML with times, names before what they say, nor lines that start with "
        f"a time; it begins “{opening}”."
    )
