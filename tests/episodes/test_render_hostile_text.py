"""Whatever the text, an answer: HTML, or a refusal that names a line; and no text costs out of proportion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episodes.notes.limits import NotesTooHard
from episodes.notes.renderer import plain_text, render

UNITS = [
    *(
        "[",
        "![",
        "[a](",
        "[[",
        "<![",
        "](",
        "[](",
        "[a](<",
        "[a](b 'c",
        "[a][b]",
        "[^1]",
        "[a]: b\n",
        "[a]: <",
        "!",
    ),
    *(
        "- ",
        "> ",
        "1. a\n",
        "- a\n",
        "+ a\n- a\n* a\n",
        "* a\n  - b\n",
        "# a\n",
        "a\n-\n",
        "---\n",
        "> - ",
        "    a\n",
    ),
    *("*a **b", "*", "_", "**a", "a_", "~", "~a ", "***a", "*_", "a*b_c", "`", "`a` ", "``a` ", "\\", "\\["),
    *(
        "<div>",
        "<div>\n",
        "<b>",
        "<b><p>",
        "<a href='x'>",
        "</div>",
        "<!--",
        "<?",
        "<!A",
        "<![CDATA[",
        "<a ",
        "<a b='",
    ),
    *(
        "&",
        "&amp;",
        "&#1;",
        "|",
        "|a|b|\n",
        "|a|b|\n|-|-|\n",
        "http://a.b ",
        "http://",
        "http://a.b)",
        "<http://a.b>",
    ),
    *(
        "```\n",
        "```a\n",
        "```a\nx```\n",
        "```python\nx=1\n```\n",
        "```a\n\n**Brian #1:** x\n",
        "~~~\n",
        "<details>\n\na\n\n",
    ),
    *("\n", "a\n", "a\n\n", "\r", "\t", "\0", "\x01", "\ud800", "\u2028", "é", "🎉", "word ", "a", "("),
]
SHAPES = {
    "backticks of many lengths": "".join("`" * length + "a" for length in range(1, 600)),
    "a very wide table": "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n",
    "a wide table with short rows": "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|\n" * 4000,
    "lists in lists": "\n".join("  " * depth + "- x" for depth in range(400)),
    "quotations in quotations": "\n".join("> " * 50 + "x" for _ in range(2000)),
    "brackets": "[" * 50_000 + "]" * 50_000,
    "images in images": "![" * 20_000 + "](x.y)" * 20_000,
    "brackets in a target": "[a](" + "(" * 50_000 + ")" * 50_000 + ")",
    "emphasis in emphasis": "*a " * 20_000 + "b*" * 20_000,
    "one long definition used often": "[a]: http://x.y/" + "z" * 100_000 + "\n\n" + "[a] " * 20_000,
    "many definitions": "".join(f"[a{n}]: http://x.y/{n}\n" for n in range(5000)),
    "100,000 empty lines": "\n" * 100_000,
}


def answer(source: str) -> str:
    """The HTML, or, where the text is refused, the number of the line that says why."""
    try:
        return render(source)
    except NotesTooHard as refusal:
        lines = range(1, source.count("\n") + source.count("\r") + 2)
        return str(lines.index(refusal.line))


@pytest.mark.parametrize("size", [2_000, 200_000])
@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_it_answers_repetitions(unit: str, size: int):
    assert isinstance(answer((unit * (size // len(unit) + 1))[:size]), str)


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES.keys())
def test_it_answers_shapes(source: str):
    assert isinstance(answer(source[:200_000]), str)


def test_no_answer_takes_out_of_proportion():
    """All of the above again in one process that has seconds, not the minutes which one bad text would take."""
    names = ("UNITS", "SHAPES", "answer")
    script = (
        f"from tests.episodes.{Path(__file__).stem} import {', '.join(names)}\n"
        "for text in [(unit * 200_000)[:20_000] for unit in UNITS] + list(SHAPES.values()): answer(text[:200_000])"
    )
    root = Path(__file__).parents[2]
    finished = subprocess.run([sys.executable, "-c", script], cwd=root, timeout=120, check=False)
    assert finished.returncode == 0


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*UNITS, *SHAPES]) | st.text(max_size=20), max_size=40).map("".join))
def test_it_answers_anything(source: str):
    assert isinstance(plain_text(answer(source)), str)


@given(st.text(st.characters(), max_size=200))
@settings(max_examples=200, deadline=None)
def test_it_answers_any_characters(source: str):
    assert isinstance(answer(source), str)
