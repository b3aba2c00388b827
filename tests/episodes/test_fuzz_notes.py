"""Any text is taken apart and rendered, or refused, soon; and nothing of it is lost on the way."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episodes.notes.document import ParsedNotes, SegmentKind
from episodes.notes.limits import check_limits
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import NotesTooHard, plain_text, render

LINES = [
    *(
        "# Show 7",
        "# #7: Title",
        "**Ann #1:** [One](x)",
        "Kim #2: two",
        "## **#3 Ann: Three**",
        "**4: Four**",
    ),
    *(
        "Sponsored by Acme: [a](b)",
        "## Acme - Sponsor",
        "**Sponsor**",
        "Special guests:",
        "- Special guest: Bo B",
    ),
    *(
        "**Extras** [1:02]",
        "Ann:",
        "### Kim",
        "- Ann: x",
        "**Our news**",
        "**Joke:** [ha](x)",
        "Joke (for us):",
    ),
    *(
        "## Links",
        "- [One](x)",
        "  - nested",
        "\t- tab",
        "    code",
        "```",
        "```py",
        "~~~",
        "> quoted",
        "---",
        "===",
    ),
    *(
        "3:45 - One",
        "- [9:36](#t=9:36) - Two",
        "YOUTUBE: id=aB3_dE6-hI9",
        "recorded on May 1, 2020",
        "| a | b |",
    ),
    *(
        "[x]: y",
        "<b>",
        "<iframe>",
        "&amp;",
        "](http://a b",
        "![i](j)",
        "## News items",
        "[**News**](z)",
        "text",
        "",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(LINES), max_size=40).map("\n".join),
    st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=30).map("\n".join),
    st.text(st.characters(exclude_categories=[]), max_size=300),
)


def rendered(notes: ParsedNotes) -> list[str]:
    return [str(render(part.source, references=notes.references)) for part in notes.segments]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_whatever_is_parsed_can_be_rendered(source):
    notes = parse_notes(source)

    try:
        html = [str(render(notes.body)), *rendered(notes)]
    except NotesTooHard:
        return
    assert not any(mark in "".join(html).casefold() for mark in ("<script", "<iframe", "javascript:"))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_parts_follow_each_other(source):
    notes = parse_notes(source)
    lines = [part.line for part in notes.segments]

    assert lines == sorted(set(lines))
    assert [part.order for part in notes.segments] == list(range(1, len(lines) + 1))
    assert [part.number for part in notes.topics] == list(range(1, len(notes.topics) + 1))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sponsors_stand_in_their_part_and_names_are_never_empty(source):
    notes = parse_notes(source)
    sponsors = {part.order for part in notes.segments if part.kind is SegmentKind.SPONSOR}

    assert all(sponsor.name and sponsor.segment in sponsors for sponsor in notes.sponsors)
    assert all(guest.name for guest in notes.guests)
    assert all(0 <= finding.line <= source.count("\n") + source.count("\r") + 1 for finding in notes.findings)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([line for line in LINES if "`" not in line and "~" not in line]), max_size=25)
)
def test_no_word_gets_lost(lines):
    words = [f"word{place}" for place in range(len(lines))]
    source = "# Show 7\n\n" + "\n".join(f"{line} {word}" for line, word in zip(lines, words, strict=True))

    notes = parse_notes(source)

    seen = " ".join(f"{part.host} {part.title} {part.source}" for part in notes.segments)
    assert [
        word for word in words if word not in seen and f"{word}" in plain_text(str(render(notes.body)))
    ] == []


PATTERNS = {
    "attributions": "**Ann #1:** [a](b)\n\n",
    "attributions-in-a-paragraph": "#1 Ann: x\n",
    "times": "0:01 - x\n\n",
    "timed-items": "* **[00:01](#t=1)** x\n",
    "extras": "Extras\n\n- Brian: x\n",
    "groups": "Brian:\n\n- a\n\n",
    "sponsors": "## Sponsored by X\n\n- [a](b)\n\n",
    "guests": "Special guest: A\n\n- Special guest: B\n\n",
    "jokes": "Joke: x\n\n",
    "link-lists": "## Links\n\n- [a](b)\n\n",
    "fences": "```\na\n",
    "references": "[a]: b\n",
    "brackets": "[a](",
    "stars": "*a **b ",
    "blanks": "Extra" + " " * 50,
    "names": "A-",
    "videos": "<iframe https://youtu.be/ watch?v=",
    "dates": "recorded on January 1",
    "words": "word ",
}


def longest(pattern: str, most: int = 100_000) -> str:
    """The pattern, as often as the limits allow."""
    count = most // len(pattern)
    while count:
        try:
            check_limits(pattern * count)
            break
        except NotesTooHard:
            count = count * 9 // 10
    return pattern * count


def cost(source: str) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    notes = parse_notes(source)
    render(notes.body)
    rendered(notes)
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_four_times_the_text_costs_about_four_times(pattern):
    whole = longest(pattern)[:40_000]
    quarter = whole[: len(whole) // 4]

    # Quadratic would be sixteen times as much; what takes little time cannot be told from the machine's other work.
    assert min(cost(whole), cost(whole)) < max(10 * max(cost(quarter), cost(quarter)), 1)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_the_longest_text_within_the_limits_is_read_soon(pattern):
    assert cost(longest(pattern, most=200_000)) < 10


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_megabyte_has_an_answer_soon(pattern):
    source = pattern * (1_000_000 // len(pattern))
    start = time.process_time()

    notes = parse_notes(source)
    with pytest.raises(NotesTooHard):
        render(source)

    assert time.process_time() - start < 10
    assert [finding.code for finding in notes.findings] == ["too-large"]


def test_more_parts_than_any_note_has_are_not_taken_apart():
    notes = parse_notes("# 7\n\n" + "Joke: a\n\n" * 201)

    (finding,) = notes.findings
    assert (finding.code, finding.line) == ("too-large", 403)
    assert [part.kind for part in notes.segments] == [SegmentKind.INTRO]
