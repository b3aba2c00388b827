"""The video and the date of the recording."""

from __future__ import annotations

from datetime import date

import pytest

from episodes.notes.parser import parse_notes

END = "\n\n**Ann #1:** x\n\ntext\n"
ID = "aB3_dE6-hI9"


@pytest.mark.parametrize(
    "line",
    [
        f"YOUTUBE: id={ID}",
        f"YOUTUBE: id=*{ID}* ",
        "YOUTUBE: id=aB3*_*dE6-hI9",
        f"YOUTUBE id={ID}",
        f"YouTube: id: {ID}",
        f"The **[live stream recording on YouTube](https://www.youtube.com/watch?v={ID})**.",
        f"Catch the **video edition** on YouTube: [**youtube.com**](https://www.youtube.com/watch?a=b&v={ID})",
        f"Watch it at https://youtu.be/{ID}?t=3",
        f'<iframe width="560" src="https://www.youtube.com/embed/{ID}" allowfullscreen></iframe>',
        f"[Live stream](https://youtube.com/live/{ID})",
    ],
)
def test_it_finds_the_video(line):
    assert parse_notes(f"# 7\n\n{line}{END}").youtube_id == ID


def test_the_line_may_stand_at_the_end():
    assert parse_notes(f"# 7{END}\nYOUTUBE: id={ID}\n").youtube_id == ID


def test_front_matter_may_name_the_video():
    notes = parse_notes(f"---\nyoutube_url: https://www.youtube.com/watch?v={ID}\n---\n{END}")

    assert notes.youtube_id == ID


@pytest.mark.parametrize(
    "source",
    [
        f"# 7\n\nAnn’s [talk](https://www.youtube.com/watch?v={ID}) is good.{END}",
        f"# 7{END}\n[Live stream](https://youtu.be/{ID})\n",
        f"# 7\n\n```\nYOUTUBE: id={ID}\n```{END}",
        f"# 7\n\nYOUTUBE: id={ID}abc{END}",
        f"# 7\n\nJoin us on YouTube at [a.example/live](https://a.example/live){END}",
    ],
    ids=["a-talk", "in-a-topic", "code", "too-long", "somewhere-else"],
)
def test_other_videos_are_not_the_episodes(source):
    assert parse_notes(source).youtube_id == ""


@pytest.mark.parametrize(
    "text",
    [
        "recorded on January 10th, 2017",
        "recorded on **January 10, 2017**.",
        "Recorded on Tuesday, January 10th, 2017.",
        "recorded on 10 Jan 2017",
        "recorded live on Jan. 10th 2017",
    ],
)
def test_it_reads_the_date_of_the_recording(text):
    assert parse_notes(f"Episode 8, {text} In this episode{END}").recorded_on == date(2017, 1, 10)


@pytest.mark.parametrize(
    "source",
    [
        f"recorded on Wednesday, January 4th.{END}",
        f"recorded on February 30th, 2017{END}",
        f"recorded on Someday 3rd, 2017{END}",
        f"Hi{END}\nIt was recorded on January 10th, 2017\n",
    ],
    ids=["no-year", "no-such-day", "no-month", "in-a-topic"],
)
def test_it_makes_no_date_up(source):
    assert parse_notes(source).recorded_on is None
