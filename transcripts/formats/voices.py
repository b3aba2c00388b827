"""Reads WebVTT's voice tags, ``<v Name>``, which tools also leave in plain text and SubRip.

https://www.w3.org/TR/webvtt1/#webvtt-cue-voice-span
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

# No two neighbours of this expression can match the same character, so that it cannot backtrack far.
_VOICE: Final = re.compile(r"<(/?)v(?:\.[^\s<>]*)?(\s[^<>]*)?>", re.IGNORECASE)


def split_voices(text: str) -> Iterator[tuple[str, str]]:
    """Yield (speaker, text) for each stretch of one voice, tags taken out; words before any tag are nobody's.

    Voices that say nothing are passed over; where nobody says anything, that is one pair of "".
    """
    silent = True
    for speaker, stretches in groupby(_stretches(text), key=itemgetter(0)):
        silent = False
        yield speaker, " ".join(words for _, words in stretches)
    if silent:
        yield "", ""


def _stretches(text: str) -> Iterator[tuple[str, str]]:
    speaker, position = "", 0
    for tag in _VOICE.finditer(text):
        if words := text[position : tag.start()].strip():
            yield speaker, words
        speaker = "" if tag[1] else " ".join((tag[2] or "").split())
        position = tag.end()
    if words := text[position:].strip():
        yield speaker, words
