"""What a reader sees in some of the corpus's notes: ``tests/data/expected_notes.txt``, read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "expected_notes.txt"


@dataclass
class Expected:
    heads: dict[str, str] = field(default_factory=dict)
    topics: list[tuple[str, ...]] = field(default_factory=list)

    def names(self, head: str) -> list[str]:
        return [name for name in self.heads.get(head, "").split("; ") if name]


def read_expected() -> dict[str, Expected]:
    """By file name. A line is "head: value", or "label | host | title | address" for a topic."""
    expected: dict[str, Expected] = {}
    one = Expected()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            one = expected[line[3:]] = Expected()
        elif "|" in line:
            one.topics.append((*(part.strip() for part in line.split("|")),))
        elif expected and line:
            head, _, value = line.partition(": ")
            one.heads[head] = value
    return expected


EXPECTED = read_expected()
