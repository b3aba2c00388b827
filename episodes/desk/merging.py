"""Two hosts' edits of one text, put together. Pure.

Where both changed other lines, the merge is done (merge3, the diff3 of Breezy); where both changed the same, it is a
conflict, which a host decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from merge3 import Merge3


class Choice(StrEnum):
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Lines that both have changed since ``base``. ``key`` names it in a form, for as long as the texts stay."""

    key: str
    base: str
    theirs: str
    mine: str

    def settled(self, choice: Choice) -> str:
        texts = {
            Choice.THEIRS: [self.theirs],
            Choice.MINE: [self.mine],
            Choice.BOTH: [self.theirs, self.mine],
        }
        return _joined(texts[choice])


@dataclass(frozen=True, kw_only=True)
class Merged:
    """``text`` is whole only where no conflict is left."""

    text: str = ""
    conflicts: tuple[Conflict, ...] = ()


class _Matcher(SequenceMatcher[str]):
    """One that takes blank lines as seriously as others, however many there are."""

    def __init__(
        self,
        isjunk: Callable[[str], bool] | None = None,
        a: Sequence[str] = "",
        b: Sequence[str] = "",
        autojunk: bool = False,
    ) -> None:
        super().__init__(isjunk, a, b, autojunk=False)


def text_hash(text: str) -> str:
    """The same for a text whether its lines end as browsers send them or as they are kept."""
    return hashlib.sha256(_plain(text).encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def merge(*, base: str, theirs: str, mine: str, choices: Mapping[str, str] | None = None) -> Merged:
    """What came of ``base`` by both edits; ``choices`` settles conflicts, by key. Line ends become "\\n"."""
    parts = list(_parts(_plain(base), _plain(theirs), _plain(mine)))
    texts: list[str] = []
    left: list[Conflict] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        elif (choice := (choices or {}).get(part.key)) in set(Choice):
            texts.append(part.settled(Choice(choice)))
        else:
            left.append(part)
    return Merged(conflicts=tuple(left)) if left else Merged(text=_joined(texts))


def _parts(base: str, theirs: str, mine: str) -> Iterator[str | Conflict]:
    old, a, b = (text.splitlines(keepends=True) for text in (base, theirs, mine))
    groups = Merge3(old, a, b, sequence_matcher=_Matcher).merge_groups()  # type: ignore[arg-type]
    for place, group in enumerate(groups):
        if group[0] == "conflict":
            yield _conflict(place, *("".join(lines) for lines in group[1:]))
        else:
            yield "".join(group[1])


def _conflict(place: int, base: str, theirs: str, mine: str) -> Conflict:
    key = hashlib.blake2b("\0".join([str(place), theirs, mine]).encode(), digest_size=8).hexdigest()
    return Conflict(key=key, base=base, theirs=theirs, mine=mine)


def _joined(texts: Sequence[str]) -> str:
    """A last line without its end does not swallow what comes behind it."""
    *others, last = [text for text in texts if text] or [""]
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in others) + last


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
