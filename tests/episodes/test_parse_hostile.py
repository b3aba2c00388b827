"""Any text has an answer, soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episodes.notes.document import ParsedNotes
from episodes.notes.parser import parse_notes

PIECES = [
    *(
        "# ",
        "## ",
        "**",
        "*",
        "`",
        "```\n",
        "~~~",
        "[",
        "](",
        ")",
        "](x)",
        "![",
        "<",
        ">",
        "> ",
        "- ",
        "\t",
        "    ",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\0",
        "\u2028",
        "\xa0",
        "\u200d",
        "\ufeff",
        "\\",
        "&amp;",
        "---\n",
        "#",
        ":",
        " ",
    ),
    *(
        "Ann",
        "#1",
        "2",
        ":",
        "Sponsored by ",
        "Special guest",
        "Joke",
        "Extras",
        "Links",
        "News items",
        "10: ",
        "us",
    ),
    *(
        "07:58",
        "[1:02:03]",
        "(bonus)",
        "https://a.example",
        "__main__",
        "[a]: b\n",
        "| a |",
        "===\n",
        "1. ",
        "‚Äô",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_it_takes_anything_that_looks_like_notes(source):
    assert isinstance(parse_notes(source), ParsedNotes)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_it_takes_any_text(source):
    assert isinstance(parse_notes(source), ParsedNotes)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["**Ann #1:** a", "", "Extras", "Joke: b", "- c", "Sponsored by D", "e", "## Links"])
    )
)
def test_parts_follow_each_other_and_lose_no_line(lines):
    parts = parse_notes("\n".join(lines)).segments
    headed = sum(part.kind.value in {"topic", "extra", "joke"} for part in parts)
    kept = sum(len([line for line in part.source.split("\n") if line.strip()]) for part in parts)

    assert [part.line for part in parts] == sorted({part.line for part in parts})
    assert headed + kept == len([line for line in lines if line])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("**" * 50_000, id="stars"),
        pytest.param("#" * 100_000, id="hashes"),
        pytest.param("**Ann #1:**\n" * 100_000, id="attributions"),
        pytest.param("**Ann #1:**\n\n" * 1_500, id="attributions-within-limits"),
        pytest.param("".join("  " * depth + "- a\n" for depth in range(400)), id="deep-list"),
        pytest.param(">" * 50_000, id="quotations"),
        pytest.param("word " * 200_000, id="a-megabyte"),
        pytest.param("Joke" + " " * 190_000 + ":", id="blanks"),
        pytest.param("Sponsored by A" + " -" * 50_000, id="dashes"),
        pytest.param("Special guest: A" + " " * 100_000 + "@", id="guest"),
        pytest.param("Ann" + " " * 100_000 + "#1: x", id="attribution-with-blanks"),
        pytest.param("A-" * 90_000 + "#1: x", id="long-name"),
        pytest.param("](http" * 10_000, id="half-links"),
        pytest.param("---\n" + "{" * 15_000 + "\n---\n", id="yaml-brackets"),
        pytest.param(
            "---\na0: &a0 {x: 1}\n"
            + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 300))
            + "---\n",
            id="yaml-merges",
        ),
        pytest.param("â€™ " * 40_000, id="mojibake"),
        pytest.param("```\na\n" * 1_000, id="fences"),
    ],
)
def test_it_answers_soon(source):
    start = time.process_time()

    parse_notes(source)

    assert time.process_time() - start < 10


def test_too_much_comes_back_whole_with_a_finding():
    source = "**Ann #1:** x\n" * 100_000

    notes = parse_notes(source)

    assert [part.source for part in notes.segments] == [source]
    assert [finding.code for finding in notes.findings] == ["too-large"]
