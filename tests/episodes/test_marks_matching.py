"""Which part of an episode a mark means."""

from __future__ import annotations

import time

from episodes.marks.matching import match_marks
from tests.episodes.marks import at


def matched(titles, *marks):
    """The start of each title's mark."""
    found = match_marks(titles, [at(place, title) for place, title in enumerate(marks)])
    return [mark and mark.start.total_seconds() for mark in found]


def test_the_same_words_belong_together_wherever_they_stand():
    assert matched(["Knots", "Hitches"], "hitches!", "KNOTS") == [1, 0]


def test_words_may_be_fewer_more_or_in_another_order():
    titles = ["Polars 2 is out", "Ruff gets a type checker", "The joke"]

    assert matched(titles, "a type checker gets Ruff", "Polars 2", "Joke") == [1, 0, 2]


def test_a_small_slip_of_the_pen_is_forgiven():
    assert matched(["Reloadium", "uv"], "Reloadum") == [0, None]


def test_what_is_called_otherwise_belongs_to_its_place_between_two_that_are_known():
    assert matched(["Knots", "Sponsor: Twine", "Hitches"], "Knots", "AD BREAK", "Hitches") == [0, 1, 2]


def test_where_the_numbers_differ_nothing_is_guessed():
    assert matched(["Knots", "Bends", "Hitches"], "Knots", "one", "two", "Hitches") == [0, None, 3]


def test_marks_that_only_count_belong_to_the_parts_in_their_order():
    assert matched(["Knots", "Bends"], "", "Marker 2") == [0, 1]


def test_no_mark_is_given_twice():
    assert matched(["Extras", "Extras"], "Extras") == [0, None]
    assert matched(["Extras", "Extras"], "Extras", "Extras") == [0, 1]


def test_without_marks_nothing_is_matched():
    assert match_marks(["Knots"], []) == [None]
    assert match_marks([], [at(0, "Knots")]) == []


def test_thousands_of_marks_take_a_moment():
    began = time.perf_counter()

    match_marks(
        [f"Part number {place}" for place in range(60)], [at(place, f"Mark {place}") for place in range(5000)]
    )

    assert time.perf_counter() - began < 10
