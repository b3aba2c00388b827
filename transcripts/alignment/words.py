"""Texts -> the words that can be found again in speech, though machines mis-hear them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from episodes.sounds import sound

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+")
# Says nothing of a topic: small words, what every page has, and what every conversation has.
STOP: Final = frozenset(
    """
    a about above actually after again all almost already also although always am an and another any anybody
    anyone anything are aren't around as at away back be because been before being below better between both
    but by came can can't cannot com come comes could couldn't did didn't do does doesn't doing don don't
    done down each either else even ever every everyone everything few first for found from get gets getting
    give go goes going gone good got great had has hasn't have haven't having he her here hers him his how
    however http https i i'd i'll i'm i've if in into is isn't it it's its itself just kind know last least
    less let let's like likely little look lot lots made make makes making many may maybe me mean might mine
    more most much must my myself need never new next nice no not nothing now of off oh ok okay on once one
    ones only onto or org other others our out over own people pretty put quite rather really right s said
    same saw say says see seem seen she should shouldn't since so some somebody someone something sort still
    stuff such sure t take than thanks that that's the their them themselves then there there's these they
    they're thing things think this those though through time to today together too took try trying two
    under until up upon us use used uses using ve very via want wants was wasn't way we we'll we're we've
    well went were weren't what what's when where which while who who's whole why will with within without
    won't would wouldn't www yeah yes yet you you'd you'll you're you've your yours
    """.split()  # noqa: SIM905 - a list of words is easier to read so
)


def words(text: str) -> list[str]:
    """The words of a text in their order, stemmed, without those that say nothing."""
    return [stem(word) for word in _plain(text) if word not in STOP and len(word) > 1]


def address_words(url: str) -> list[str]:
    """What an address says of a project: the words of its path, and its host without its endings."""
    host, _, path = re.sub(r"^https?://(www\.)?", "", url).partition("/")
    name = host.rsplit(".", 2 if host.endswith((".co.uk", ".com.au")) else 1)[0]
    if name in {"github", "gitlab", "pypi", "youtube", "twitter", "x", "medium", "en.wikipedia", "fosstodon"}:
        name = ""
    return words(f"{name.replace('.', ' ')} {path.partition('?')[0].replace('/', ' ')}")


def without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text)


def _plain(text: str) -> Iterator[str]:
    for match in _WORD.finditer(_CAMEL.sub(" ", text.replace("_", " "))):
        yield match[0].lower().replace("’", "'").removesuffix("'s")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Enough to make one of "type", "types", "typed" and "typing"; no more, because names are words too."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "ers", "er", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def heard_as(wanted: Iterable[str], spoken: Iterable[str], joined: Iterable[str]) -> dict[str, set[str]]:
    """For words that nobody says as they are written: what the machine may have made of them.

    ``joined`` are neighbours written together: "aio limiter" for aiolimiter.
    """
    spoken, pairs = set(spoken), set(joined)
    by_sound: dict[str, set[str]] = {}
    for word in spoken:
        if len(word) >= 3:
            by_sound.setdefault(sound(word), set()).add(word)
    found: dict[str, set[str]] = {}
    beginnings = {word: {word[:size] for size in range(5, len(word))} & spoken for word in set(wanted)}
    for word in set(wanted):
        if word in spoken:
            if beginnings[word]:
                found[word] = beginnings[word]
            continue
        likely: set[str] = set(beginnings[word])
        key = sound(word)
        if word in pairs:
            likely.add(word)
        if len(key) >= 3:
            likely |= by_sound.get(key, set())
            if len(key) >= 4:
                likely |= by_sound.get(key[:-1], set())
        if likely:
            found[word] = likely
    return found
