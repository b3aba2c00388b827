"""The geometry of the score: values in, percent and pixels out."""

from __future__ import annotations

import pytest

from episodes.score import Part, draw_full, draw_mini, draw_mini_evenly, draw_plain, draw_track

STORY = [
    Part(start=0),
    Part(start=60, lane=1, number="1", title="A story", time="01:00"),
    Part(start=300, lane=2, number="2", title="Another story"),
    Part(start=540, sponsor=True),
]


def places(score):
    return [(block.colour, block.x, block.width, block.y, block.height) for block in score.blocks]


def test_a_part_lasts_until_the_next_one_and_the_last_until_the_end():
    score = draw_full(STORY[1:], length=600, lanes=2)

    assert [(block.x, block.width) for block in score.blocks] == [("10", "40"), ("50", "40"), ("90", "10")]


def test_what_everybody_says_is_drawn_on_every_lane():
    score = draw_full(STORY[:1], length=600, lanes=3)

    assert places(score) == [
        ("v1", "0", "100", 0, 28),
        ("v2", "0", "100", 34, 28),
        ("v3", "0", "100", 68, 28),
    ]


def test_a_sponsor_is_a_gap_across_all_lanes():
    score = draw_full(STORY, length=600, lanes=2)

    assert places(score)[-1] == ("ad", "90", "10", 0, 62)


def test_three_lanes_and_their_ticks_are_a_hundred_and_twenty_pixels_high():
    score = draw_full(STORY, length=600, lanes=3)

    assert (score.height, score.outer_height, score.staves) == (96, 120, (14, 48, 82))


def test_more_voices_than_lanes_share_the_last_one():
    score = draw_mini([Part(start=0, lane=9)], length=10, lanes=4, scale=10)

    assert places(score) == [("v4", "0", "100", 27, 6)]


def test_parts_are_drawn_in_the_order_of_the_audio():
    score = draw_track([Part(start=50, lane=2), Part(start=0, lane=1)], length=100)

    assert [(block.colour, block.x) for block in score.blocks] == [("v1", "0"), ("v2", "50")]


@pytest.mark.parametrize(
    "parts",
    [[Part(start=600, lane=1)], [Part(start=900, lane=1)], []],
    ids=["at the end", "behind the end", "none"],
)
def test_what_does_not_last_is_left_out(parts):
    assert draw_full(parts, length=600, lanes=1).blocks == ()


def test_of_two_parts_that_start_at_once_the_later_one_is_drawn():
    score = draw_track([Part(start=0, lane=1), Part(start=0, lane=2)], length=60)

    assert [block.colour for block in score.blocks] == ["v2"]


@pytest.mark.parametrize(
    ("title", "length", "label"),
    [
        ("A story", 100, "A story"),
        ("A story that takes its time to be told", 400, "A story that…"),
        ("Incomprehensibilities", 1000, ""),
        ("A story", 2000, ""),
    ],
    ids=["it fits", "whole words fit", "no word fits", "nothing fits"],
)
def test_a_block_says_as_much_of_its_title_as_fits(title, length, label):
    score = draw_full([Part(start=0, lane=1, title=title), Part(start=60)], length=length, lanes=1)

    assert score.blocks[0].label == label


def test_what_is_nobodys_own_cannot_be_pressed():
    score = draw_full(STORY, length=600, lanes=1)

    assert [block.plays for block in score.blocks] == [False, True, True, False]


@pytest.mark.parametrize(
    ("length", "ticks"),
    [
        (90, ["0:00", "0:15", "0:30", "0:45", "1:00", "1:15"]),
        (2092, ["0:00", "5:00", "10:00", "15:00", "20:00", "25:00", "30:00"]),
        (3 * 3600, ["0:00", "30:00", "1:00:00", "1:30:00", "2:00:00", "2:30:00"]),
        (3, ["0:00"]),
    ],
    ids=["ninety seconds", "half an hour", "three hours", "three seconds"],
)
def test_the_time_line_has_few_round_times_and_none_over_the_edge(length, ticks):
    assert [tick.text for tick in draw_full(STORY, length=length, lanes=1).ticks] == ticks


def test_every_second_tick_can_be_left_out():
    assert [tick.odd for tick in draw_full(STORY, length=60, lanes=1).ticks] == [False, True] * 3


def test_a_mini_score_is_as_wide_as_its_share_of_the_longest_episode():
    score = draw_mini(STORY, length=600, lanes=2, scale=1200)

    assert score.width == "50"
    assert [block.x for block in score.blocks] == ["0", "0", "5", "25", "45"]


def test_a_mini_score_shows_who_matters_here():
    score = draw_mini(STORY, length=600, lanes=2, scale=600, lead=1)

    assert [block.colour for block in score.blocks] == ["v1", "idle", "v1", "idle", "ad"]


def test_hits_are_marked_where_they_were_said():
    score = draw_mini(STORY, length=600, lanes=2, scale=600, hits=[30, 300, 900])

    assert (score.hits, score.outer_height) == (("5", "50"), 21)


def test_an_episode_without_times_is_a_bar_as_long_as_it_lasts():
    assert places(draw_plain(length=300, scale=600)) == [("idle", "0", "50", 0, 6)]


def test_the_track_has_one_lane():
    assert places(draw_track(STORY, length=600)) == [
        ("v0", "0", "10", 0, 6),
        ("v1", "10", "40", 0, 6),
        ("v2", "50", "40", 0, 6),
        ("ad", "90", "10", 0, 6),
    ]


def test_percentages_are_short_and_have_a_point():
    assert draw_track([Part(start=1, lane=1)], length=3).blocks[0].x == "33.33"


def test_without_times_parts_stand_in_their_order_all_alike():
    parts = [Part(start=0, lane=1), Part(start=0, lane=2), Part(start=0, lane=1)]

    score = draw_mini_evenly(parts, length=300, lanes=2, scale=600)

    assert not score.timed
    assert [(block.x, block.width) for block in score.blocks] == [
        ("0", "16.67"),
        ("16.67", "16.67"),
        ("33.33", "16.67"),
    ]
