"""Marks: moments of the audio that another program has named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Mark:
    """``title`` is one line of text, "" where the file only counts."""

    start: timedelta
    title: str = ""


class MarksError(Exception):
    """The file holds no marks that can be read. ``line`` counts from 1; 0 is the file as a whole."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message
