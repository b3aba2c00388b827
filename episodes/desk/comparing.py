"""Two texts as lines to read: what stayed, what went, what came. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

CONTEXT: Final = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """``kind``: "same", "gone", "new", or "gap" for ``count`` lines left out."""

    kind: str
    text: str = ""
    number: int | None = None
    count: int = 0


def compared(before: str, after: str) -> list[Line]:
    """The changes of a text, each with the lines around it; nothing where both are the same."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    lines: list[Line] = []
    shown = 0
    for group in matcher.get_grouped_opcodes(CONTEXT):
        start = group[0][3]
        if start > shown:
            lines.append(Line(kind="gap", count=start - shown))
        lines += _lines(group, old, new)
        shown = group[-1][4]
    if lines and shown < len(new):
        lines.append(Line(kind="gap", count=len(new) - shown))
    return lines


def _lines(
    group: list[tuple[str, int, int, int, int]] | list[tuple[object, int, int, int, int]],
    old: list[str],
    new: list[str],
) -> Iterator[Line]:
    for tag, old_start, old_end, new_start, new_end in group:
        if tag == "equal":
            for place in range(new_start, new_end):
                yield Line(kind="same", text=new[place], number=place + 1)
        else:
            for place in range(old_start, old_end):
                yield Line(kind="gone", text=old[place])
            for place in range(new_start, new_end):
                yield Line(kind="new", text=new[place], number=place + 1)
