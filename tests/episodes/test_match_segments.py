"""Which row a part of the notes was before an edit."""

from __future__ import annotations

from dataclasses import dataclass

from episodes.notes.document import ParsedSegment, SegmentKind
from episodes.notes.matching import match


@dataclass
class Row:
    title: str = ""
    kind: str = "topic"
    url: str = ""
    host_name: str = ""
    number: int | None = None
    source: str = ""


def topic(title, *, url="", host="", number=None, source=""):
    return ParsedSegment(
        kind=SegmentKind.TOPIC,
        order=number or 1,
        title=title,
        url=url,
        host=host,
        number=number,
        source=source,
    )


def test_topics_that_change_places_keep_their_rows():
    apples, pears = Row("Apples", number=1), Row("Pears", number=2)

    assert match([topic("Pears", number=1), topic("Apples", number=2)], [apples, pears]) == [pears, apples]


def test_a_new_topic_in_front_takes_nobodys_row():
    apples, pears = Row("Apples", host_name="Ada", number=1), Row("Pears", host_name="Ada", number=2)
    parts = [
        topic("Plums", host="Ada", number=1),
        topic("Apples", host="Ada", number=2),
        topic("Pears", host="Ada", number=3),
    ]

    assert match(parts, [apples, pears]) == [None, apples, pears]


def test_a_new_title_over_the_same_address_is_the_same_topic():
    row = Row("Aples", url="https://apples.example")

    assert match([topic("Apples", url="https://apples.example")], [row]) == [row]


def test_a_new_title_and_address_at_the_same_place_of_the_same_host_is_the_same_topic():
    row = Row("Apples", url="https://a.example", host_name="Ada", number=2)

    assert match([topic("Oranges", url="https://o.example", host="Ada", number=2)], [row]) == [row]


def test_case_and_punctuation_of_a_title_do_not_count():
    row = Row("What’s new in Django?")

    assert match([topic("Whats New in Django")], [row]) == [row]


def test_of_two_equal_titles_each_keeps_its_own_row():
    first, second = Row("Extra"), Row("Extra")

    assert match([topic("Extra"), topic("Extra")], [first, second]) == [first, second]


def test_the_joke_stays_the_joke_whatever_its_title():
    row = Row("An old one", kind="joke")

    assert match([ParsedSegment(kind=SegmentKind.JOKE, order=9, title="A new one")], [row]) == [row]


def test_a_joke_does_not_become_a_topic():
    assert match([topic("Knock knock")], [Row("Knock knock", kind="joke")]) == [None]


def test_a_topic_that_takes_anothers_place_is_a_new_one():
    row = Row("Apples", host_name="Ada", number=2, source="- Red, and from the garden.")

    assert match([topic("Oranges", host="Ada", number=2, source="- Sweet or sour.")], [row]) == [None]


def test_a_retitled_topic_whose_text_was_edited_is_the_same_topic():
    row = Row("Aples", host_name="Ada", number=2, source="- Red.\n- From the garden.")

    assert match([topic("Pomes", host="Ada", number=2, source="- Green.\n- From the garden.")], [row]) == [
        row
    ]


def test_a_retitled_topic_behind_a_new_one_keeps_its_row_by_its_text():
    row = Row("Apples", host_name="Ada", number=1, source="- From the garden.")
    parts = [
        topic("New", host="Ada", number=1, source="- Something."),
        topic("Pears", host="Ada", number=2, source="- From the garden."),
    ]

    assert match(parts, [row]) == [None, row]


def test_of_two_equal_titles_the_one_with_the_same_text_stays():
    first, second = Row("News", source="- One."), Row("News", source="- Two.")

    assert match([topic("News", source="- Two.")], [first, second]) == [second]


def test_the_extras_of_a_host_stay_theirs_beside_those_of_another():
    ada, bo = Row("", kind="extra", host_name="Ada", source="- A"), Row("", kind="extra", host_name="Bo")

    part = ParsedSegment(kind=SegmentKind.EXTRA, order=9, host="Bo", source="- Wholly new")
    assert match([part], [ada, bo]) == [bo]


def test_a_new_sponsor_does_not_take_the_place_of_the_one_before():
    row = Row("Ropes", kind="sponsor", url="https://ropes.example", source="Ropes!")

    part = ParsedSegment(kind=SegmentKind.SPONSOR, order=1, title="Cans", source="Cans!")
    assert match([part], [row]) == [None]
