"""Topics of notes which attribute nothing, but say when each topic starts."""

from __future__ import annotations

import pytest

from episodes.notes.document import SegmentKind
from episodes.notes.parser import parse_notes


def topics(source: str) -> list[tuple[str, float, str]]:
    return [(one.title, one.start.total_seconds(), one.source) for one in parse_notes(source).topics]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("- 3:45 - One", "- 9:36 - Two"),
        ("* **[03:45](#t=03:45)** One", "* **[09:36](#t=09:36)** Two"),
        ("- [3:45](#t=3:45) – One", "- [9:36](#t=9:36) – Two"),
        ("- [@03:45] - One", "- [@09:36] - Two"),
        ("1. (3:45) One", "2. (9:36) Two"),
    ],
)
def test_it_reads_a_list(first, second):
    assert topics(f"# 7\n\nHi\n\n## Show notes\n\n{first}\n{second}\n\n## More\n\n- 1:00 - no\n") == [
        ("One", 225, ""),
        ("Two", 576, ""),
    ]


@pytest.mark.parametrize("mark", ["", "## ", "**"])
def test_it_reads_paragraphs_and_headings(mark):
    end = "**" if mark == "**" else ""
    more = "## Links\n\n* [c](d)\n\n## Follow us\n\nbye\n"
    source = f"{mark}3:45 - One{end}\n\n* a\n\n{mark}9:36 - Two{end}\n\ntext\n\n{more}"

    assert topics(source) == [("One", 225, "* a"), ("Two", 576, "text")]
    assert parse_notes(source).segments[-1].source.startswith("## Links")


def test_the_text_of_an_item_loses_its_indentation():
    source = "- 0:10 [One](u)\n    - [a](x)\n\n      ```\n      code\n      ```\n- 0:20 Two\n"

    assert topics(source) == [("One", 10, "- [a](x)\n\n  ```\n  code\n  ```"), ("Two", 20, "")]
    assert [link.url for link in parse_notes(source).topics[0].links] == ["u", "x"]


def test_a_sponsor_in_the_list_is_no_topic():
    notes = parse_notes("- 0:00 Hi\n- **0:59** Brought to you by [Acme](u).\n- 1:30 One\n")

    assert [part.kind for part in notes.segments] == [
        SegmentKind.TOPIC,
        SegmentKind.SPONSOR,
        SegmentKind.TOPIC,
    ]
    assert [(sponsor.name, sponsor.url) for sponsor in notes.sponsors] == [("Acme", "u")]
    assert notes.segments[1].start.total_seconds() == 59


@pytest.mark.parametrize(
    "source",
    [
        "- 3:45 - One\n",
        "- 3:45 - One\n- 2:30 - Two\n",
        "- 3:45 - One\n- no time\n- none\n- 4:00 Two\n",
        "3:45\n\n9:36\n",
    ],
    ids=["one", "backwards", "few-of-many", "without-titles"],
)
def test_other_times_are_text(source):
    assert topics(source) == []


def test_where_hosts_are_named_lists_of_times_are_text():
    source = "**Ann #1:** x\n\n- 0:10 One\n- 0:20 Two\n"

    assert [part.title for part in parse_notes(source).topics] == ["x"]
