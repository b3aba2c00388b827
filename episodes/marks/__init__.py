"""Marks that other programs have set, by what a file holds: labels, markers, cue points, chapters, lists of times."""

from __future__ import annotations

from typing import BinaryIO, Final, NamedTuple, Protocol

from episodes.marks import audacity, id3, podlove, reaper, wav, youtube
from episodes.marks.document import Mark, MarksError
from episodes.marks.reading import MOST_BYTES, as_text

__all__ = ["Mark", "MarksError", "MarksFile", "read_marks"]


class MarksFile(NamedTuple):
    """``form`` is what hosts call it."""

    form: str
    marks: list[Mark]


class _Text(Protocol):
    NAME: str

    def matches(self, text: str) -> bool: ...

    def parse(self, data: bytes) -> list[Mark]: ...


_SOUND: Final = (wav, id3)
# From the form with the plainest sign to the one with the least.
_TEXTS: Final = (reaper, audacity, podlove, youtube)
_UNKNOWN: Final = (
    "It is none of these: Audacity labels, REAPER markers as CSV, a WAV file with cue points, an MP3 file with "
    "chapters, Podlove chapters, or lines that begin with a time."
)


def read_marks(file: BinaryIO) -> MarksFile:
    """Whatever the file is called. Raises nothing but ``MarksError``; a file of sound is not read whole."""
    file.seek(0)
    opening = file.read(12)
    for sound in _SOUND:
        if sound.matches(opening):
            return MarksFile(sound.NAME, sound.parse_file(file))
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    text = as_text(data)
    for form in _TEXTS:
        if form.matches(text):
            return MarksFile(form.NAME, form.parse(data))
    raise MarksError(_UNKNOWN)
