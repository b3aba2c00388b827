"""How a document is cut: heading, intro, extras, jokes, the list of links; and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from episodes.notes.document import SegmentKind
from episodes.notes.parser import parse_notes

INTRO, SPONSOR, TOPIC, EXTRA, JOKE, LINKS = SegmentKind


def kinds(source: str) -> list[SegmentKind]:
    return [part.kind for part in parse_notes(source).segments]


def only(source: str, kind: SegmentKind):
    (part,) = (part for part in parse_notes(source).segments if part.kind is kind)
    return part


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("# Python Bytes 203", 203, ""),
        ("# Python Bytes Episode 5", 5, ""),
        ("# python bytes 12", 12, ""),
        ("## Python Bytes 12", 12, ""),
        ("# PB 454", 454, ""),
        ("# PB468", 468, ""),
        ("# 475", 475, ""),
        ("# #459: Inverted trees", 459, "Inverted trees"),
        ("# \\#459: Inverted trees", 459, "Inverted trees"),
        ("# 461: This has a typo", 461, "This has a typo"),
        ("# Python Bytes 213: Uh oh, `Flask`", 213, "Uh oh, Flask"),
        ("# Python Bytes 213 - Uh oh: *two*", 213, "Uh oh: two"),
        ("# Only a title", None, "Only a title"),
        ("# 10 things to know", None, "10 things to know"),
        ("Show 7\n======", 7, ""),
    ],
)
def test_it_reads_the_first_heading(line, number, title):
    notes = parse_notes(f"\n{line}\n\nText\n")

    assert (notes.number, notes.title) == (number, title)
    assert notes.segments[0].source.endswith("Text")


@pytest.mark.parametrize(
    "source",
    ["Text\n\n# Python Bytes 7\n", "Python Bytes 7\n", "- # Python Bytes 7\n", "## Show Intro\n", ""],
)
def test_only_a_heading_at_the_top_counts(source):
    notes = parse_notes(source)

    assert (notes.number, notes.title) == (None, "")


def test_a_first_heading_can_be_a_topic():
    assert [topic.host for topic in parse_notes("## **Ann #1: Title**\n\ntext\n").topics] == ["Ann"]


def test_it_reads_front_matter():
    notes = parse_notes(
        "---\nnumber: 12\ntitle: A  title\nguest: {name: X}\n---\n\n# Heading 13\n\n**Ann #1:** x\n"
    )

    assert (notes.number, notes.title) == (12, "A title")
    assert [part.kind for part in notes.segments] == [TOPIC]
    assert notes.segments[0].line == 9


@pytest.mark.parametrize(
    "yaml", ["a: [", "- list", "just text", "a: *b", "[" * 5000, "a: &a {<<: *a}\nb: !!python/object x"]
)
def test_bad_front_matter_stays_text(yaml):
    notes = parse_notes(f"---\n{yaml}\n---\n\ntext\n")

    assert "bad-front-matter" in {finding.code for finding in notes.findings}
    assert "text" in notes.segments[-1].source
    assert yaml.splitlines()[0] in notes.segments[0].source


def test_a_rule_at_the_top_is_no_front_matter():
    assert parse_notes("---\n\ntext\n").segments[0].source == "---\n\ntext"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("**Extras**", ""),
        ("Extras:", ""),
        ("**Extras:**", ""),
        ("Extras", ""),
        ("## **Extras**", ""),
        ("**Extra:**", ""),
        ("**Our news**", "Our news"),
        ("## Our news", "Our news"),
        ("## Our personal news", "Our personal news"),
        ("**Our news:**", "Our news"),
        ("**Follow up and other news**", "Follow up and other news"),
        ("Extras and our news:", "Extras and our news"),
        ("Extras and personal info:", "Extras and personal info"),
        ("**News from us**", "News from us"),
        ("**In other news (as in our news)**", "In other news (as in our news)"),
    ],
)
def test_it_finds_extras(line, title):
    part = only(f"**Ann #1:** x\n\n{line}\n\n- [a](b)\n", EXTRA)

    assert (part.title, part.host, part.source) == (title, "", "- [a](b)")


@pytest.mark.parametrize(
    ("line", "host", "title", "url"),
    [
        ("**Extra Mahmoud:**", "Mahmoud", "", ""),
        ("**Extra (michael)**: [Some](x) text", "michael", "Some text", "x"),
        ("**Extra:** [One](x)", "", "One", "x"),
    ],
)
def test_extras_can_have_a_host_and_a_title(line, host, title, url):
    part = only(f"{line}\n\n- a\n", EXTRA)

    assert (part.host, part.title, part.url) == (host, title, url)


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("**Joke:** [Title](x)", "Title", "x"),
        ("**Joke: [Title](x)**", "Title", "x"),
        ("## **Joke: [Title](x) - and more**", "Title - and more", "x"),
        ("Joke", "", ""),
        ("**Jokes**", "", ""),
        ("Jokes!", "", ""),
        ("“**Joke”:** a short one", "a short one", ""),
        ("Extra Joke: [Title](x)?", "Title?", "x"),
        ("**Jokes:** [Title](x)", "Title", "x"),
    ],
)
def test_it_finds_jokes(line, title, url):
    part = only(f"**Ann #1:** x\n\n{line}\n\n![](i.png)\n", JOKE)

    assert (part.title, part.url, part.source) == (title, url, "![](i.png)")


def test_brackets_beside_the_word_joke_are_kept():
    assert only("Joke (for teachers):\n\n![](i.png)\n", JOKE).source == "(for teachers)\n\n![](i.png)"


def test_an_image_beside_the_word_joke_is_kept():
    assert only("**Joke:** ![fun](i.png)\n", JOKE).source == "![fun](<i.png>)"


@pytest.mark.parametrize(
    "line", ["Jokes are fun", "- Joke: x", "Extra care is due", "Our news is good", "> Joke: x"]
)
def test_it_takes_no_sentence_for_a_heading(line):
    assert kinds(f"**Ann #1:** x\n\n{line}\n") == [TOPIC]


def test_a_topic_called_extra_is_a_topic():
    assert kinds("**Ann #5:** Extra, extra, extra\n\n**Extras**\n") == [TOPIC, EXTRA]


@pytest.mark.parametrize(
    "line", ["**Joke [31:04]:** [T](x)", "**Joke:** 31:04 [T](x)", "[31:04] Joke: [T](x)"]
)
def test_a_joke_can_have_a_start(line):
    part = only(line, JOKE)

    assert (part.title, part.start) == ("T", timedelta(minutes=31, seconds=4))


def test_extras_can_have_a_start():
    assert only("**Extras** (1:02:03)\n\n- a\n", EXTRA).start == timedelta(hours=1, minutes=2, seconds=3)


@pytest.mark.parametrize("line", ["## Links", "Links", "**Links:**"])
def test_a_list_that_repeats_the_links_is_a_part_of_its_own(line):
    source = f"**Ann #1:** [a](x)\n\n- [b](y)\n\n{line}\n\n- [a](x)\n- [b](y)\n"

    assert kinds(source) == [TOPIC, LINKS]
    assert only(source, LINKS).source.startswith(line)
    assert [link.is_repeat for link in only(source, LINKS).links] == [True, True]
    assert parse_notes(source).links_total == 4


def test_a_link_that_only_the_list_has_is_no_repeat():
    source = "**Ann #1:** [a](x)\n\n## Links\n\n- [a](x)\n- [b](y)\n"

    assert [link.is_repeat for link in only(source, LINKS).links] == [True, False]


def test_links_of_a_topic_stay_in_the_topic():
    assert kinds("**Ann #1:** [a](x)\n\nLinks:\n\n- [c](z)\n- [b](y)\n") == [TOPIC]
    assert kinds("**Ann #1:** [a](x)\n\nLinks:\n\n- [a](x)\n\n**Ann #2:** y\n") == [TOPIC, TOPIC]


def test_every_line_below_the_heading_is_in_one_part():
    source = (
        "# Show 1\n\nHello\n\nSponsored by Us-Not: [x](y)\n\n- more\n\n## News\n\n**Ann #1:** [a](b)\nsee\n\n- d\n"
        "\n**Sponsor segment: X**\n\nread this\n\n**Kim #2:** e\n\neff\n\nExtras\n\nof\n- g\n\nJoke: h\n\nlast\n"
    )
    below = {"Hello", "more", "News", "see", "- d", "read this", "eff", "of\n", "- g", "last"}

    parts = parse_notes(source).segments

    assert [part.order for part in parts] == list(range(1, len(parts) + 1))
    assert {text: sum(text in part.source for part in parts) for text in below} == dict.fromkeys(below, 1)
    assert [part.kind for part in parts] == [INTRO, SPONSOR, INTRO, TOPIC, SPONSOR, TOPIC, EXTRA, JOKE]


def test_an_open_fence_does_not_swallow_the_next_topics():
    notes = parse_notes("**Ann #1:** a\n\n```\ncode\n\n**Kim #2:** b\n\ntext\n\n**Joke:** [c](d)\n")

    assert [part.kind for part in notes.segments] == [TOPIC, TOPIC, JOKE]
    assert notes.segments[0].source == "```\ncode\n```"
    assert notes.fenced_code_blocks == 1


def test_attributions_in_code_are_code():
    assert kinds("**Ann #1:** a\n\n```\nKim #2: b\nJoke: c\n```\n\ntext\n") == [TOPIC]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_endings_do_not_matter(end):
    source = "# Show 1\n\n**Ann #1:** [a](b)\n\n- c\n\nJoke: d\n"

    assert parse_notes(source.replace("\n", end)) == parse_notes(source)


def test_totals_count_as_commonmark_does():
    notes = parse_notes("[a](b) ![i](j) `[no](n)` [c][c]\n\n    [no](n)\n\n[c]: d\n\n~~~\n[no](n)\n~~~\n")

    assert (notes.links_total, notes.images_total, notes.fenced_code_blocks) == (2, 1, 1)


def test_the_body_leaves_out_front_matter_and_the_number_heading():
    notes = parse_notes("---\nnumber: 7\ntitle: Knots\n---\n\n# Show 7\n\nHello.\n")

    assert notes.body.strip() == "Hello."
