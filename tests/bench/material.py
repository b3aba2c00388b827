"""What bench episodes say: notes and speech of real size, the same in every run. Pure.

Words are invented and as unevenly frequent as those of a language, so that they compress and are found as speech is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import accumulate, product
from random import Random

VOCABULARY = 8000
# Cues of an episode, as in 486 episodes of Python Bytes: the middle one has 569, one in twenty more than 987.
FEWEST, USUAL, MOST = 300, 560, 1000
SECONDS = 3.2  # of a cue
TOPICS = 6
POINTS = 8


@cache
def vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Words, and how often each is said, added up."""
    syllables = ["".join(parts) for parts in product("bdfgklmnprstv", "aeiou")]
    every = [*syllables, *("".join(parts) for parts in product(syllables, repeat=2))]
    longer = Random(1).sample([a + b for a, b in product(every[len(syllables) :: 7], syllables)], VOCABULARY)
    words = [*every[: len(syllables)], *longer][:VOCABULARY]
    return tuple(words), tuple(accumulate(1 / (rank + 3) for rank in range(len(words))))


def said(chance: Random, count: int) -> list[str]:
    words, often = vocabulary()
    return chance.choices(words, cum_weights=often, k=count)


def sentence(chance: Random, least: int, most: int) -> str:
    return " ".join(said(chance, chance.randint(least, most))).capitalize()


def note(number: int) -> str:
    """About 6 KB of Markdown: topics with their links, and points with links and code."""
    chance = Random(f"note {number}")
    parts = [f"# Bench {number}", sentence(chance, 20, 40) + "."]
    for topic in range(1, TOPICS + 1):
        host = ("Ada", "Ben")[topic % 2]
        title = sentence(chance, 3, 7)
        place = "-".join(said(chance, 4))
        parts.append(f"**{host} #{topic}:** [**{title}**](https://{place}.example/{number}/{topic})")
        parts.append("\n".join(f"- {point(chance)}" for _ in range(POINTS)))
    parts.append("**Extras**")
    parts.append("\n".join(f"- {point(chance)}" for _ in range(POINTS)))
    return "\n\n".join(parts) + "\n"


def point(chance: Random) -> str:
    text = sentence(chance, 8, 20)
    if chance.random() < 0.3:
        text += f", see [{sentence(chance, 1, 3)}](https://{said(chance, 1)[0]}.example/{chance.randrange(10**6)})"
    if chance.random() < 0.2:
        text += f", or `{said(chance, 1)[0]}()`"
    return text + "."


def cues(number: int, count: int | None = None) -> Iterator[tuple[float, float, str, str]]:
    """Start and end in seconds, speaker, text."""
    chance = Random(f"speech {number}")
    count = count or round(chance.triangular(FEWEST, MOST, USUAL))
    speaker = "Ada"
    for place in range(count):
        if chance.random() < 0.15:
            speaker = "Ben" if speaker == "Ada" else "Ada"
        yield place * SECONDS, (place + 1) * SECONDS, speaker, sentence(chance, 5, 12) + "."


def vtt(number: int, count: int | None = None) -> str:
    blocks = [
        f"{clock(start)} --> {clock(end)}\n<v {speaker}>{text}"
        for start, end, speaker, text in cues(number, count)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def clock(seconds: float) -> str:
    whole, thousandths = divmod(round(1000 * seconds), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"
