"""How words sound, for those who type or hear them wrong. Pure."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """How a word sounds, roughly: its consonants by kind. "Locus" begins as "Locust" does, "Aukin" is "Okken"."""
    word = re.sub(r"ph", "f", word.lower())
    word = re.sub(r"[^a-z]", "", word)
    if not word:
        return ""
    first = "a" if word[0] in "aeiou" else ""
    kinds = word.translate(str.maketrans("kqgzxvdbnj", "ccjssftpmj"))
    rest = re.sub(r"[aeiouhwy]", "", kinds)
    return first + re.sub(r"(.)\1+", r"\1", rest)
