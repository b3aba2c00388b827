from __future__ import annotations

import pytest

from episodes.notes.fences import mend_fences

HEADING = "**Marit #2:** [**Title**](https://a.example)"


@pytest.mark.parametrize(
    ("source", "text", "codes"),
    [
        pytest.param("```\na```\n- b", "```\na\n```\n- b", ["fence-glued"], id="glued"),
        pytest.param("- ```\n  a```\n- b", "- ```\n  a\n  ```\n- b", ["fence-glued"], id="glued in a list"),
        pytest.param(
            "> ```\n> a```\n\nb", "> ```\n> a\n> ```\n\nb", ["fence-glued"], id="glued in a quotation"
        ),
        pytest.param("~~~\na~~~\nb", "~~~\na\n~~~\nb", ["fence-glued"], id="glued tildes"),
        pytest.param(
            f"```\na\n\n{HEADING}", f"```\na\n```\n{HEADING}", ["fence-open"], id="ended by a heading"
        ),
        pytest.param(
            f"```\na\n{HEADING}", f"```\na\n```\n{HEADING}", ["fence-open"], id="ended right below code"
        ),
        pytest.param(
            f"```py\na\n\n{HEADING}\n```\n\nb\n```py\nc\n```",
            f"```py\na\n```\n{HEADING}\n\n\nb\n```py\nc\n```",
            ["fence-open"],
            id="closed behind the heading",
        ),
        pytest.param(
            f"```\na\n\n{HEADING}\n\n```\nb\n```",
            f"```\na\n```\n{HEADING}\n\n```\nb\n```",
            ["fence-open"],
            id="the next segment has code of its own",
        ),
        pytest.param(
            f"```\na\n\n{HEADING}\nb```\n",
            f"```\na\n```\n{HEADING}\nb```\n",
            ["fence-open"],
            id="below the heading are marks at the end of a line alone",
        ),
        pytest.param(
            f"```\na\n\n{HEADING}\nb```\n\n{HEADING}\n\n```\nc\n```",
            f"```\na\n```\n{HEADING}\nb```\n\n{HEADING}\n\n```\nc\n```",
            ["fence-open"],
            id="the marks of a segment further down stay its own",
        ),
        pytest.param("```\na\n\nExtras:\n\n- b", "```\na\n```\nExtras:\n\n- b", ["fence-open"], id="extras"),
        pytest.param("```\na\n\n**Joke:** b", "```\na\n```\n**Joke:** b", ["fence-open"], id="joke"),
        pytest.param("```\na\n\n## Our news", "```\na\n```\n## Our news", ["fence-open"], id="our news"),
        pytest.param("a\n```\nb\nc", "a\n```\nb\nc", ["fence-open"], id="never ended"),
    ],
)
def test_it_closes_the_fence_where_the_host_meant(source: str, text: str, codes: list[str]):
    mended = mend_fences(source)
    assert mended.text == text
    assert [finding.code for finding in mended.findings] == codes


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("```\na\n```\nb", id="closed"),
        pytest.param("``` a```\n- b\n``` c```", id="code spans"),
        pytest.param("````\n```\na\n````", id="marks in longer marks"),
        pytest.param("```\n# comment\n\n# Extras\n\n#1 Foo: x\n```", id="comments"),
        pytest.param("```\n$ run\n\nExtras\n\nIssue #3: closed\n```", id="output that looks like a heading"),
        pytest.param("```\nprint('''a```\n```", id="marks at the end of a line, and the close to come"),
        pytest.param("- a\n  ```\n  b\n  ```\n- c", id="in a list"),
        pytest.param("- a\n  ```\n  b\n\nc", id="open in a list item, which ends it"),
        pytest.param(f"a\n\n    ```\n\n{HEADING}", id="indented code"),
        pytest.param(f"{HEADING}\n\n`a`", id="no fence"),
        pytest.param("", id="nothing"),
    ],
)
def test_it_leaves_good_fences_alone(source: str):
    mended = mend_fences(source)
    assert mended.text == source
    assert mended.findings == ()


def test_it_keeps_the_numbers_of_the_source_lines():
    mended = mend_fences(f"a\n```\nb```\nc\n```py\nd\n{HEADING}\ne")
    assert mended.text == f"a\n```\nb\n```\nc\n```py\nd\n```\n{HEADING}\ne"
    assert mended.numbers == (1, 2, 3, 3, 4, 5, 6, 6, 7, 8)
    assert mended.number(8) == 7


def test_a_finding_stands_at_the_line_to_look_at():
    mended = mend_fences(f"a\n\n```\nb\n\n{HEADING}\n\n```\nc```\n")
    assert [(finding.line, finding.code) for finding in mended.findings] == [
        (3, "fence-open"),
        (9, "fence-glued"),
    ]


def test_mending_twice_changes_nothing():
    once = mend_fences(f"```\na```\nb\n```py\nc\n\n{HEADING}\n```\n\n```\nd\n\nJoke\n\ne").text
    assert mend_fences(once).text == once


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_it_reads_every_kind_of_line_end(end: str):
    assert mend_fences("```\na```\nb".replace("\n", end)).text == "```\na\n```\nb"
