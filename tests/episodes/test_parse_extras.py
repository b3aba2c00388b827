"""Extras by host."""

from __future__ import annotations

from datetime import timedelta

import pytest

from episodes.notes.document import ParsedSegment, SegmentKind
from episodes.notes.parser import parse_notes

TOPICS = "**Ann #1:** a\n\n**Kim Lee #2:** b\n\n"


def extras(source: str) -> list[ParsedSegment]:
    return [part for part in parse_notes(source).segments if part.kind is SegmentKind.EXTRA]


def groups(below: str, heading: str = "**Extras**") -> list[tuple[str, str]]:
    return [(part.host, part.source) for part in extras(f"{TOPICS}{heading}\n\n{below}\n")]


@pytest.mark.parametrize(
    "name", ["Ann:", "**Ann**", "Ann", "**Ann**:", "**Ann:** ", "### Ann", "### Ann:", "Ann\n---"]
)
def test_a_name_alone_starts_a_group(name):
    assert groups(f"{name}\n\n- [one](x)\n\nKim Lee:\n\n- two") == [
        ("Ann", "- [one](x)"),
        ("Kim Lee", "- two"),
    ]


def test_the_text_may_follow_without_a_blank_line():
    assert groups("Ann:\n- one\n- two\nKim Lee:\ntext") == [("Ann", "- one\n- two"), ("Kim Lee", "text")]


def test_the_text_may_follow_the_name():
    assert groups("**Ann**: one\n\nKim Lee: *two*") == [
        ("Ann", "**Ann**: one"),
        ("Kim Lee", "Kim Lee: *two*"),
    ]


def test_bullets_may_name_hosts():
    assert groups("- Ann: one\n  - more\n- Ann: two\n- **Kim Lee:** three\n- four") == [
        ("Ann", "- Ann: one\n  - more\n- Ann: two"),
        ("Kim Lee", "- **Kim Lee:** three"),
        ("", "- four"),
    ]


def test_text_above_the_first_name_is_nobodys():
    assert groups("Hello\n\nAnn:\n\n- one") == [("", "Hello"), ("Ann", "- one")]


@pytest.mark.parametrize(
    "line", ["Books:", "Essay: one", "- Essay: one", "Ann and Kim agree", "**Anything**"]
)
def test_other_words_start_no_group(line):
    assert [host for host, _ in groups(f"Ann:\n\n- one\n\n{line}\n\n- two")] == ["Ann"]


@pytest.mark.parametrize("name", ["Gwen", "Gwendolyn", "Pam", "Calvin"])
def test_guests_are_known_by_the_start_of_their_names(name):
    head = "Special guest: Gwendolyn Faraday\n\n- Special guest: @calvinhp@a.example\n- Special guest: Pam Fox\n\n"

    assert [part.host for part in extras(f"{head}{TOPICS}Extras\n\n{name}:\n\n- one\n")] == [name]


def test_a_host_whose_name_is_mistyped_above_is_known():
    assert [part.host for part in extras("**Brain #1:** a\n\nExtras\n\nBrian:\n\n- one\n")] == ["Brian"]


def test_where_nobody_is_named_two_headings_are_names():
    assert [part.host for part in extras("## Our news\n\n### Ann\n\n- one\n\n### Kim\n\n- two\n")] == [
        "Ann",
        "Kim",
    ]


@pytest.mark.parametrize("headings", [("Books", "Events"), ("Ann",), ("Links", "Links")], ids=" ".join)
def test_where_nobody_is_named_other_headings_are_text(headings):
    source = "Extras\n\n" + "".join(f"### {heading}\n\n- one\n\n" for heading in headings)

    assert [part.host for part in extras(source)] == [""]


def test_title_start_and_line_of_the_heading_are_the_first_groups():
    first, second = extras(f"{TOPICS}**Our news** [31:04]\n\nAnn:\n\n- one\n\nKim Lee:\n\n- two\n")

    assert (first.title, first.start, first.line) == ("Our news", timedelta(minutes=31, seconds=4), 5)
    assert (second.title, second.start, second.line) == ("", None, 11)


def test_a_heading_with_a_text_of_its_own_is_a_part_of_its_own():
    parts = extras(f"{TOPICS}**Extra:** [One](x)\n\nAnn:\n\n- two\n")

    assert [(part.host, part.title, part.source) for part in parts] == [("", "One", ""), ("Ann", "", "- two")]


def test_links_are_in_their_group():
    first, second = extras(f"{TOPICS}Extras\n\nAnn:\n\n- [a](x)\n\nKim Lee:\n\n- [b](y)\n")

    assert ([link.url for link in first.links], [link.url for link in second.links]) == (["x"], ["y"])


def test_names_in_other_parts_start_nothing():
    kinds = [part.kind.value for part in parse_notes(f"{TOPICS}Ann:\n\n- c\n\nJoke:\n\nAnn: d\n").segments]

    assert kinds == ["topic", "topic", "joke"]


def test_presenters_are_named_once_in_the_order_of_the_notes():
    assert parse_notes(f"{TOPICS}Extras\n\nBob: c\n\nAnn: d\n").presenters == ("Ann", "Kim Lee")


def test_extras_end_where_a_topic_begins_in_the_midst_of_their_list():
    notes = parse_notes("**Extras**\n- Ann: x\n**Ann #1:** [One](x)\n- [Two](y)")

    assert [(part.kind, part.line) for part in notes.segments] == [("extra", 1), ("topic", 3)]
