"""What to do with a file that was imported before: compare what it was, what is here now, what it says now. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from enum import StrEnum
from itertools import islice
from typing import Final

_MOST_LINES: Final = 60
_LONGEST_LINE: Final = 200
# Comparing lines takes quadratic time at worst: of a huge text the first difference is shown, not all of them.
_MOST_COMPARED: Final = 1000


class Verdict(StrEnum):
    SAME = "same"
    KEEP = "keep"
    TAKE = "take"
    CONFLICT = "conflict"


class Resolution(StrEnum):
    """Who wins where both sides changed."""

    NOBODY = ""
    THEIRS = "theirs"
    OURS = "ours"


def decide(*, here: str, file: str, last: str, exported: str = "", same_guid: bool = False) -> Verdict:
    """From four hashes: of what is here, of what the file says, of what it said when it was last imported ("" for
    never), and, in a file that an export wrote, of what it said then."""
    if here == file:
        return Verdict.SAME
    if file == last or (same_guid and file == exported and not last):
        return Verdict.KEEP
    if here in (last, exported):
        return Verdict.TAKE
    return Verdict.CONFLICT


def bounded_diff(here: str, file: str, name: str) -> tuple[str, ...]:
    """A unified diff to read in a report, cut after some lines. Characters that steer terminals are shown."""
    left, right, skipped = _trimmed(here.splitlines(), file.splitlines())
    lines = unified_diff(left, right, "here", name, lineterm="", n=2)
    shown = [_printable(line) for line in islice(lines, _MOST_LINES + 1)]
    if len(shown) > _MOST_LINES:
        shown[-1] = "… and more"
    if shown and skipped:
        shown.insert(2, f"… after {skipped} lines that are the same")
    return tuple(shown)


def _trimmed(left: Sequence[str], right: Sequence[str]) -> tuple[Sequence[str], Sequence[str], int]:
    """From shortly before the first difference on."""
    same = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        same += 1
    start = max(same - 2, 0)
    return left[start : start + _MOST_COMPARED], right[start : start + _MOST_COMPARED], start


def _printable(line: str) -> str:
    cut = line[:_LONGEST_LINE]
    return "".join(_shown(cut)) + ("…" if len(line) > _LONGEST_LINE else "")


def _shown(line: str) -> Iterator[str]:
    for character in line:
        yield character if character.isprintable() or character == "\t" else ascii(character)[1:-1]
