"""Why a transcript could not be read."""

from __future__ import annotations


class TranscriptError(Exception):
    """The base of everything the readers raise; ``line`` counts from 1, 0 is the file as a whole."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class UnknownFormat(TranscriptError):
    """The text is in none of the forms that are read."""


class NoCues(TranscriptError):
    """The form is known, but no cue holds a word."""


class BrokenJson(TranscriptError):
    """The text begins as JSON and is none."""


class TranscriptTooLarge(TranscriptError):
    """More text or more cues than any episode has."""
