"""Headings of topics in all the forms that hosts type."""

from __future__ import annotations

from datetime import timedelta

import pytest

from episodes.notes.parser import parse_notes


def topics(source: str) -> list[tuple[str, str, str, str]]:
    return [(one.label, one.host, one.title, one.url) for one in parse_notes(source).topics]


TITLED = ("2", "Ann", "A title", "https://a.example/b")


@pytest.mark.parametrize(
    "line",
    [
        "**Ann #2:** [**A title**](https://a.example/b)",
        "**Ann** **#2:** [A title](https://a.example/b)",
        "**Ann** **#2**: [A title](https://a.example/b):",
        "**Ann #2** [A title](https://a.example/b)",
        "Ann #2: [A title](https://a.example/b)",
        "**#2 Ann: [A title](https://a.example/b)**",
        "**#2 (Ann): [A title](https://a.example/b)**",
        "**#2: (Ann): [A title](https://a.example/b)**",
        "**#2 (Ann) [A title](https://a.example/b)**",
        "## **Ann #2: [A title](https://a.example/b)**",
        "## Ann #2: [A title](https://a.example/b)",
        "**Ann #****2****:** [**A title**](https://a.example/b)",
        "**Ann #****2****:**  ****[**A title**](https://a.example/b) ****",
        "**A****nn #****2:** [**A title**](https://a.example/b)",
        "A**nn #2:** [A title](https://a.example/b)",
        "Ann **#2:** [A title](https://a.example/b)",
        "**Ann#2:** [A title](https://a.example/b)",
        "**Ann #*2:** [A title](https://a.example/b)",
        "[**Ann #2:**](https://a.example/b) (https://a.example/b)[**A title**](https://a.example/b)",
        "**Ann #2**[**:**](https://a.example/b) [****](https://a.example/b)[**A title**](https://a.example/b)",
        "**(bonus) Ann #2: [A title](https://a.example/b)**",
        "**Ann #2 (bonus!):** [**A title**](https://a.example/b)",
        "**Ann #2: [](https://a.example/c)[A title](https://a.example/b)**",
        "**Ann #2:** [**A**](https://a.example/b)[** title**](https://a.example/b)",
        "**Ann #2: [A title**](https://a.example/b)",
        "**Ann #2:A title**\n[https://a.example/b](https://a.example/b)",
        "**#2 (Ann)**\n**A title**\n[https://a.example/b](https://a.example/b)",
        "**Ann #2: [A title](https://a.example/b)[\n](https://a.example/c)**",
        "  **Ann #2:** `A title` [](x)\n[https://a.example/b](https://a.example/b)",
        "- a list runs on\n**Ann #2:** [A title](https://a.example/b)",
        "> so does a quotation\n**Ann #2:** [A title](https://a.example/b)",
    ],
)
def test_it_reads_an_attribution(line):
    assert topics(f"# 7\n\n{line}\n\n- more\n") == [TITLED]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Brain #44:** x", ("44", "Brain", "x", "")),
        ("**Anna-Lena Müller #0.1:** x", ("0.1", "Anna-Lena Müller", "x", "")),
        ("**Topic #0: Quick chat.**", ("0", "", "Quick chat.", "")),
        ("**Ann #3:** https://a.example/b", ("3", "Ann", "https://a.example/b", "https://a.example/b")),
        (
            "**Ann #1:** [One](https://a.example), [two](https://b.example)",
            ("1", "Ann", "One, two", "https://a.example"),
        ),
        ("**Ann #1:** {[A](x),[b](y)} + [c](z)", ("1", "Ann", "{A,b} + c", "x")),
        ("**Ann #1:** [B](x)[ lue](x) **by *Dan***", ("1", "Ann", "B lue by Dan", "x")),
        ("**Ann #1:** Use `__main__.py` & __init__ \\*", ("1", "Ann", "Use __main__.py & __init__ *", "")),
        ("**Ann #1:** 2**8 and **kwargs", ("1", "Ann", "2**8 and **kwargs", "")),
        ("**Ann #1:** Try `[**setup.py**](x)` [now](y)", ("1", "Ann", "Try setup.py now", "y")),
        ("**Ann #1:** a <lambda expression> ~~b~~", ("1", "Ann", "a <lambda expression> b", "")),
        ("**Ann #1:** Extra, extra, extra", ("1", "Ann", "Extra, extra, extra", "")),
        ("**Ann #1:** 👩‍💻 “Quoted” — Ratio 4:3", ("1", "Ann", "👩‍💻 “Quoted” — Ratio 4:3", "")),
        ('**Ann #1:** [A&amp;B](x?a=1&b=ü "t")', ("1", "Ann", "A&B", "x?a=1&b=ü")),
        ("**Ann #3:**", ("3", "Ann", "", "")),
        ("Kim #2:", ("2", "Kim", "", "")),
        ("**Ann #:** x", ("", "Ann", "x", "")),
    ],
)
def test_it_keeps_what_is_written(line, expected):
    assert topics(f"{line}\n\n- first bullet\n") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "**#100DaysOfCode in Python course**",
        "- The #1 thing",
        "- **Ann #2:** x",
        "> **Ann #2:** x",
        "    **Ann #2:** x",
        "```\n**Nobody here\n```",
        "intro `code` Ann #2: x",
        "Episode #85: Parsing things",
        "**PEP #8:** style",
        "It is the #1 language: so they say",
        "Python #1 language",
        "Number #5: alive",
    ],
)
def test_it_takes_nothing_else_for_an_attribution(line):
    assert topics(f"intro\n\n{line}\n") == []


def test_a_number_without_a_mark_fills_a_gap():
    source = "**Bo 1: First**\n\n**Ann #2:** x\n\n**Part 1:** in the text\n\n**Ann 3 : third**\n\n**Michael** 4:** y\n"

    assert [(label, host) for label, host, *_ in topics(source)] == [
        ("1", "Bo"),
        ("2", "Ann"),
        ("3", "Ann"),
        ("4", "Michael"),
    ]


def test_a_number_without_a_host_fills_a_gap():
    source = "**Ann #1:** a\n\n#2:Notebooks\n\n**Kim #3:** c\n\n#7: an issue\n\n#2: once more\n"

    assert [(label, title) for label, _, title, _ in topics(source)] == [
        ("1", "a"),
        ("2", "Notebooks"),
        ("3", "c"),
    ]


def test_numbers_without_hosts_are_topics_when_nobody_is_named():
    source = "## News items\n\n**#1 The Five Whys**\n[x](x)\n\n**#2: Two: articles**\n\n- **#3 in a list**\n"

    assert topics(source) == [("1", "", "The Five Whys", "x"), ("2", "", "Two: articles", "")]


def test_a_name_before_a_colon_is_a_host_when_it_comes_again():
    source = "**#1 Ann: a**\n\n**#2 PyTone is here**\n\n**#3 Ann: b**\n\n**#4 Ann** **c**\n"

    assert [(label, host, title) for label, host, title, _ in topics(source)] == [
        ("1", "Ann", "a"),
        ("2", "", "PyTone is here"),
        ("3", "Ann", "b"),
        ("4", "Ann", "c"),
    ]


def test_a_countdown_counts():
    source = "\n\n".join(f"**{n}: Item {n}:** " for n in (3, 2, 1))

    assert topics(source) == [(str(n), "", f"Item {n}", "") for n in (3, 2, 1)]


@pytest.mark.parametrize("numbers", [(3, 1), (1, 1, 1), (1, 3, 2)])
def test_bold_numbers_that_do_not_count_by_one_are_text(numbers):
    assert topics("\n\n".join(f"**{n}: Item**" for n in numbers)) == []


def test_bold_links_below_news_items_are_topics():
    source = "Hi\n\n## News items\n[**One**](x)\n\n- a\n\n[**Two** more](y)\n\n[no](z)\n\n## Our news\n\n[**No**](z)\n"

    assert topics(source) == [("", "", "One", "x"), ("", "", "Two more", "y")]


def test_order_is_the_place_in_the_document():
    parts = parse_notes("**Ann #2:** x\n\n**Kim #1:** y\n").topics

    assert [(part.number, part.label) for part in parts] == [(1, "2"), (2, "1")]


def test_a_body_is_kept_to_the_letter():
    (part,) = parse_notes("**Ann #1:** x\n\n- a\n\t- b  \n\n```py\n# no\n```\n\n").topics

    assert part.source == "- a\n\t- b  \n\n```py\n# no\n```"
    assert part.line == 1


def test_an_image_beside_a_title_goes_to_the_body():
    (part,) = parse_notes("**Ann #1:** x ![pic](https://a.example/p.png)\n\ntext\n").topics

    assert part.title == "x"
    assert part.source == "![pic](<https://a.example/p.png>)\n\ntext"


def test_a_heading_too_long_for_a_title_stays_in_the_body():
    long = "word " * 100

    (part,) = parse_notes(f"**Ann #1:** {long}\n\ntext\n").topics

    assert len(part.title) <= 300
    assert part.source == f"**Ann #1:** {long}\n\ntext"


def test_links_come_in_order_with_those_of_the_heading():
    source = "**Ann #1:** [a](x) + [b](y)\n\n- `[no](n)` [**c**](z)\n- ![no](i) https://no\n- [a](x)\n"

    (part,) = parse_notes(source).topics

    assert [(link.text, link.url) for link in part.links] == [("a", "x"), ("b", "y"), ("c", "z"), ("a", "x")]


def test_reference_links_find_their_targets():
    notes = parse_notes(
        '**Ann #1:** [Title][t]\n\n[more][]\n\n[t]: https://a.example/ü "A \\"t\\""\n[more]: y\n'
    )

    assert notes.topics[0].url == "https://a.example/ü"
    assert [link.url for link in notes.topics[0].links] == ["https://a.example/ü", "y"]
    assert notes.references.splitlines() == ['[T]: <https://a.example/ü> "A \\"t\\""', "[MORE]: <y>"]


@pytest.mark.parametrize(
    "line",
    [
        "**Ann #1:** 07:58 [Title](x)",
        "**Ann #1:** [07:58] [Title](x)",
        "**Ann #1:** (07:58) [Title](x)",
        "**Ann #1:** [Title](x) [07:58]",
        "**Ann #1:** [Title](x) (0:07:58)",
        "**Ann #1:** [Title](x) - 07:58",
        "**Ann #1:** [Title](x) 07:58",
        "**Ann #1 (07:58):** [Title](x)",
        "**[07:58] Ann #1: [Title](x)**",
        "07:58 **Ann #1:** [Title](x)",
        "**Ann #1:** [**07:58**](#t=07:58) [Title](x)",
        "**Ann #1:** [@07:58] - [Title](x)",
        "## 07:58 - Ann #1: [Title](x)",
    ],
)
def test_a_time_in_the_heading_is_the_start(line):
    (part,) = parse_notes(line).topics

    assert (part.title, part.url, part.start) == ("Title", "x", timedelta(minutes=7, seconds=58))


@pytest.mark.parametrize(
    "title",
    [
        "Python 3.12:30 tips",
        "Ratio 4:3",
        "Meet at 12:30",
        "Displays of 16:10",
        "Room 10:04b",
        "At 12:30 sharp",
    ],
)
def test_other_numbers_with_colons_stay_in_the_title(title):
    (part,) = parse_notes(f"**Ann #1:** {title}").topics

    assert (part.title, part.start) == (title, None)


@pytest.mark.parametrize("line", ["**(bonus) Ann #2: x**", "**Ann #2 (bonus):** x"])
def test_brackets_at_the_attribution_go_to_the_body(line):
    (part,) = parse_notes(f"{line}\n\ntext\n").topics

    assert (part.title, part.source) == ("x", "(bonus)\n\ntext")


def test_brackets_are_text_and_no_markup():
    (part,) = parse_notes("**Ann #2 [a_b~]:** x\n").topics

    assert part.source == "\\[a\\_b\\~\\]"


def test_a_link_to_nowhere_is_not_the_topics_where_it_has_another():
    topics = parse_notes("**Ann #1:** [One](http://) [more](x)\n\n**Ann #2:** [Two](http://)\n").topics

    assert [topic.url for topic in topics] == ["x", "http://"]
