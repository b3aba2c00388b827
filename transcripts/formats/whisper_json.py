"""Reads the JSON of Whisper and its relatives: ``{"text", "segments": [{"id", "start", "end", "text"}]}``.

https://github.com/openai/whisper/blob/main/whisper/transcribe.py - WhisperX adds a "speaker" to each segment.
"""

from __future__ import annotations

import re
from typing import Final

from transcripts.cues import ParsedTranscript
from transcripts.formats import json_document
from transcripts.formats.reading import settle, unify

NAME: Final = "whisper-json"

_KEYS: Final = json_document.Keys(start="start", end="end", text="text")
_MARK: Final = re.compile(r'"segments"\s*:')


def matches(text: str) -> bool:
    return json_document.begins(text) and _MARK.search(text) is not None


def parse(text: str) -> ParsedTranscript:
    return settle(NAME, json_document.read_segments(unify(text), _KEYS))
