from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.timestamps import format_timestamp, parse_timestamp


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:00", 0),
        ("4:05", 245),
        ("04:05", 245),
        ("75:10", 4510),
        ("1:02:03", 3723),
        ("01:02:03", 3723),
        ("00:00:01.500", 1.5),
        ("00:00:01,5", 1.5),
        ("100:00:00", 360_000),
        (" 1:02 ", 62),
    ],
)
def test_it_reads_a_time(text, seconds):
    assert parse_timestamp(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "12", "1:2", "1:60", "1:75:10", "4:3", "a:bc", "1:02:03:04", "-1:02", "١:٠٢"]
)
def test_it_refuses_what_is_no_time(text):
    assert parse_timestamp(text) is None


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00"), (64, "01:04"), (3599.9, "59:59"), (3723, "1:02:03"), (-5, "00:00")]
)
def test_it_writes_whole_seconds(seconds, text):
    assert format_timestamp(timedelta(seconds=seconds)) == text


@given(st.integers(0, 500_000))
def test_what_it_writes_it_reads(seconds):
    assert parse_timestamp(format_timestamp(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@given(st.text())
def test_it_takes_any_text(text):
    assert parse_timestamp(text) is None or isinstance(parse_timestamp(text), timedelta)
