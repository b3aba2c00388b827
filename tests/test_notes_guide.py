"""docs/notes-format.md: what it says of each example is what Showsite reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from episodes.notes.inspection import Inspection
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import render

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "notes-format.md"
EXAMPLE = re.compile(
    r"^(`{3,})markdown\n(?P<notes>.*?)^\1\n+```text\n(?P<read>.*?)^```$", re.MULTILINE | re.DOTALL
)


def examples() -> list[pytest.ParameterSet]:
    text = GUIDE.read_text(encoding="utf-8")
    return [
        pytest.param(
            found["notes"], found["read"].rstrip("\n"), id=f"line-{text.count(chr(10), 0, found.start()) + 1}"
        )
        for found in EXAMPLE.finditer(text)
    ]


def read(notes: str) -> str:
    parsed = parse_notes(notes)
    return Inspection(number=parsed.number, notes=parsed, findings=parsed.findings).to_text()


@pytest.mark.parametrize(("notes", "expected"), examples())
def test_an_example_is_read_as_the_guide_says(notes, expected):
    assert read(notes) == expected


@pytest.mark.parametrize(("notes", "expected"), examples())
def test_an_example_can_be_shown(notes, expected):
    assert render(parse_notes(notes).body)


def test_every_example_has_its_answer():
    blocks = re.findall(r"^`{3,}markdown$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(blocks) == len(examples()) >= 15


def test_every_finding_that_notes_can_have_is_explained():
    source = Path(__file__).resolve().parent.parent / "episodes" / "notes"
    codes = {
        code
        for file in source.glob("*.py")
        for code in re.findall(r'(?:code=|_find\(\s*\w+,\s*)"([a-z0-9-]+)"', file.read_text(encoding="utf-8"))
    }

    assert codes
    assert {code for code in codes if f"`{code}`" not in GUIDE.read_text(encoding="utf-8")} == set()
