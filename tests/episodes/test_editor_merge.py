"""Two edits of one text are put together, or a host is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.desk.comparing import compared
from episodes.desk.merging import is_same, merge, text_hash

BASE = "one\n\ntwo\n\nthree\n"


def settled(conflicts, choice):
    return {conflict.key: choice for conflict in conflicts}


def test_changes_of_different_parts_are_both_kept():
    merged = merge(base=BASE, theirs="ONE\n\ntwo\n\nthree\n", mine="one\n\ntwo\n\nTHREE\n")

    assert (merged.text, merged.conflicts) == ("ONE\n\ntwo\n\nTHREE\n", ())


def test_the_same_change_by_both_is_made_once():
    assert merge(base=BASE, theirs="one\nmore\n", mine="one\nmore\n").text == "one\nmore\n"


def test_who_changed_nothing_takes_what_the_other_wrote():
    assert merge(base=BASE, theirs="all new\n", mine=BASE).text == "all new\n"


def test_different_changes_of_the_same_lines_are_a_conflict():
    (conflict,) = merge(base=BASE, theirs="one\n\nzwei\n\nthree\n", mine="one\n\ndeux\n\nthree\n").conflicts

    assert (conflict.base, conflict.theirs, conflict.mine) == ("two\n", "zwei\n", "deux\n")


@pytest.mark.parametrize(
    ("choice", "text"),
    [("theirs", "zwei\n"), ("mine", "deux\n"), ("both", "zwei\ndeux\n")],
)
def test_a_conflict_is_settled_as_the_host_chooses(choice, text):
    texts = {"base": BASE, "theirs": "one\n\nzwei\n\nthree\n", "mine": "one\n\ndeux\n\nthree\n"}
    choices = settled(merge(**texts).conflicts, choice)

    assert merge(**texts, choices=choices).text == f"one\n\n{text}\nthree\n"


def test_a_choice_that_nobody_offered_settles_nothing():
    texts = {"base": BASE, "theirs": "one\n\nzwei\n\nthree\n", "mine": "one\n\ndeux\n\nthree\n"}

    assert merge(**texts, choices=settled(merge(**texts).conflicts, "neither")).conflicts


def test_a_last_line_without_an_end_does_not_swallow_the_next():
    texts = {"base": "", "theirs": "theirs", "mine": "mine"}

    assert merge(**texts, choices=settled(merge(**texts).conflicts, "both")).text == "theirs\nmine"


def test_line_ends_of_browsers_change_nothing():
    assert text_hash("a\r\nb\r\n") == text_hash("a\nb\n")
    assert is_same("a\r\nb", "a\nb")
    assert merge(base="a\nb\n", theirs="a\nb\n", mine="a\r\nb\r\nc\r\n").text == "a\nb\nc\n"


def test_many_blank_lines_are_lines_like_others():
    base = "".join(f"part {n}\n\n" for n in range(300))
    theirs, mine = base.replace("part 3\n", "PART 3\n"), base.replace("part 250\n", "PART 250\n")

    assert merge(base=base, theirs=theirs, mine=mine).text == theirs.replace("part 250\n", "PART 250\n")


LINES = st.lists(st.sampled_from(["a", "b", "", "- c"]), max_size=8).map("\n".join)


@given(base=LINES, theirs=LINES, mine=LINES)
def test_no_line_of_mine_is_ever_lost(base, theirs, mine):
    merged = merge(base=base, theirs=theirs, mine=mine)
    whole = merge(base=base, theirs=theirs, mine=mine, choices=settled(merged.conflicts, "both")).text

    assert not set(mine.splitlines()) - set(base.splitlines()) - set(whole.splitlines())


@given(base=LINES, mine=LINES)
def test_one_who_writes_alone_gets_what_they_wrote(base, mine):
    merged = merge(base=base, theirs=base, mine=mine)

    assert (merged.text, merged.conflicts) == (mine, ())


def test_a_comparison_shows_what_went_and_what_came_with_the_lines_around_it():
    before = "\n".join(str(n) for n in range(20))

    lines = compared(before, before.replace("\n10\n", "\nten\n"))

    assert [(line.kind, line.text or line.count) for line in lines] == [
        ("gap", 7),
        ("same", "7"),
        ("same", "8"),
        ("same", "9"),
        ("gone", "10"),
        ("new", "ten"),
        ("same", "11"),
        ("same", "12"),
        ("same", "13"),
        ("gap", 6),
    ]


def test_a_comparison_of_equal_texts_is_empty():
    assert compared("a\nb", "a\nb") == []
