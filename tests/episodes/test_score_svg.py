"""The score as text: what a show's words say in it stays words."""

from __future__ import annotations

import pytest

from episodes.score import Part, draw_evenly, draw_full, draw_mini, draw_track
from episodes.score_svg import full, mini, track

HOSTILE = """"><script>alert('x')</script>&"""
PARTS = [
    Part(start=0, lane=1, number=HOSTILE, title=f"{HOSTILE} and so on", time=HOSTILE, slug=HOSTILE),
    Part(start=60, lane=2, number="2", title="Wire", time="01:00", slug="wire"),
]


@pytest.mark.parametrize(
    "score", [draw_full(PARTS, length=120, lanes=2), draw_evenly(PARTS, lanes=2)], ids=["timed", "untimed"]
)
def test_no_word_becomes_markup(score):
    drawn = full(score, lanes=[HOSTILE, "Bo"], page_url=f"/{HOSTILE}", audio_url=f"/{HOSTILE}")

    assert "<script" not in drawn
    assert "alert('" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_block_leads_to_its_second_of_the_audio():
    score = draw_full(PARTS, length=120, lanes=2)

    assert '<a href="/a.mp3#t=60" data-t="60" tabindex="-1"><title>2 Wire, 01:00</title>' in full(
        score, lanes=["Ada", "Bo"], page_url="/1/", audio_url="/a.mp3"
    )


def test_a_block_without_a_time_leads_to_its_part_of_the_page():
    score = draw_evenly(PARTS, lanes=2)

    assert '<a href="/1/#wire" tabindex="-1"><title>2 Wire</title>' in full(
        score, lanes=["Ada", "Bo"], page_url="/1/", audio_url="/a.mp3"
    )


def test_small_scores_are_blocks_without_words():
    small = mini(draw_mini(PARTS, length=120, lanes=2, scale=240)) + track(draw_track(PARTS, length=120))

    assert small.count("<rect") == 4
    assert "Wire" not in small
