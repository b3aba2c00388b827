"""Words that machines hear wrong, put right in a line of text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

PutRight = Callable[[str], str]

_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """``heard`` in any case becomes ``meant``, written as it stands; with ``keeps_case`` it begins large or small
    as the line has it."""

    heard: str
    meant: str
    whole_word: bool = True
    keeps_case: bool = False


def put_right(rules: Iterable[Rule]) -> PutRight:
    """What puts a line right: in one pass, the longest word first, so that nothing is put right twice. What reads as
    it is meant already stays, so that a second time changes nothing."""
    ordered = sorted(rules, key=lambda rule: (-len(rule.heard), rule.heard))
    if not ordered:
        return lambda text: text
    parts = [
        _bounded(_meant(rule), rule.whole_word) for rule in sorted(ordered, key=lambda one: -len(one.meant))
    ]
    parts += [
        f"(?P<r{place}>{_bounded(_heard(rule.heard), rule.whole_word)})" for place, rule in enumerate(ordered)
    ]
    pattern = re.compile("|".join(parts), re.IGNORECASE)

    def said(match: re.Match[str]) -> str:
        if match.lastgroup is None:
            return match[0]
        rule = ordered[int(match.lastgroup[1:])]
        return _in_case_of(match[0], rule.meant) if rule.keeps_case else rule.meant

    return lambda text: pattern.sub(said, text)


def rough_pattern(rules: Iterable[Rule]) -> str:
    """A PostgreSQL expression for lines that may need it, and some more: what is not ASCII may be anything, since
    the database may not know its other case."""
    return "|".join(sorted({_NOT_ASCII.sub(".", _heard(rule.heard)) for rule in rules}))


def _heard(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())


def _meant(rule: Rule) -> str:
    return re.escape(rule.meant) if rule.keeps_case else f"(?-i:{re.escape(rule.meant)})"


def _bounded(pattern: str, whole_word: bool) -> str:
    return rf"(?<!\w){pattern}(?!\w)" if whole_word else pattern


def _in_case_of(heard: str, meant: str) -> str:
    letters = [letter for letter in heard if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return meant.upper()
    first = meant[0].upper() if letters and letters[0].isupper() else meant[0].lower()
    return first + meant[1:]
