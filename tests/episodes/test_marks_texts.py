"""Marks as text: labels of Audacity, markers of REAPER, Podlove chapters, lists of times."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.marks import MarksError, read_marks
from tests.episodes.marks import at

READ = [at(0, "Hello"), at(62.5, "Waxed string"), at(3723, "The joke")]


def marks(text, encoding="utf-8"):
    return read_marks(io.BytesIO(text.encode(encoding)))


def refusal(text):
    with pytest.raises(MarksError) as caught:
        marks(text)
    return str(caught.value)


AUDACITY = (
    "0.000000\t0.000000\tHello\n62.500000\t70.000000\tWaxed string\n3723.000000\t3723.000000\tThe joke\n"
)
REAPER = (
    "#,Name,Start,End,Length,Color\n"
    "M1,Hello,0:00.000,,,\n"
    'R1,"Waxed string",1:02.500,2:00.000,0:57.500,FF0000\n'
    "M2,The joke,1:02:03.000,,,\n"
)
PODLOVE_XML = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n'
    '<psc:chapter start="0" title="Hello"/>\n'
    '<psc:chapter start="00:01:02.500" title="Waxed string" href="https://wax.example"/>\n'
    '<psc:chapter start="01:02:03" title="The joke"/>\n'
    "</psc:chapters>\n"
)
PODLOVE_TEXT = (
    "00:00:00.000 Hello\n00:01:02.500 Waxed string <https://wax.example>\n\n01:02:03.000 The joke\n"
)
YOUTUBE = "Our best yet!\n\n0:00 Hello\n- (1:02.5) – Waxed string\n1:02:03 - The joke\n\nhttps://x.example\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (AUDACITY, "Audacity labels"),
        (REAPER, "REAPER markers"),
        (PODLOVE_XML, "Podlove chapters"),
        (PODLOVE_TEXT, "Podlove chapters"),
        (YOUTUBE, "list of times"),
    ],
    ids=["audacity", "reaper", "podlove-xml", "podlove-text", "youtube"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_each_form_is_known_by_what_it_holds(text, form, encoding, line_end):
    text = text if encoding != "utf-16" else text.replace('encoding="utf-8"', 'encoding="utf-16"')

    assert marks(text.replace("\n", line_end), encoding) == (form, READ)


def test_letters_of_old_windows_are_read():
    assert marks("1.0\t1.0\tCaf\u00e9\n", "cp1252").marks == [at(1, "Café")]


def test_they_come_in_the_order_of_time():
    assert marks("5.0\t5.0\tlate\n1.0\t1.0\tearly\n").marks == [at(1, "early"), at(5, "late")]


def test_audacity_may_leave_a_label_empty_and_add_frequencies():
    assert marks("1.0\t1.0\t\n\\\t100.0\t200.0\n2,5\t2,5\tcomma\n").marks == [at(1), at(2.5, "comma")]


def test_a_title_is_one_line_without_signs_that_nobody_sees():
    assert marks("1.0\t1.0\tone\t two\u200b\x07\n").marks == [at(1, "one two")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.0\t1.0\tone\nsoon\t2.0\ttwo\n", "Line 2: “soon” is no time in seconds."),
        (
            "#,Name,Start,End,Length\nM1,one,0:01.000,,\nM2,two,3.1.00,,\n",
            "Line 3: “3.1.00” counts bars and beats.",
        ),
        ("#,Name,Start,End,Length\nM1,one,00:00:01:12,,\n", "Line 2: “00:00:01:12” counts frames."),
        ("#,Name,Start,End,Length\nM1,one,2756250,,\n", "Line 2: “2756250” is no time."),
        ("#,Name,Start,End,Length\nM1,one\n", "Line 2: “” is no time."),
        ("00:00:01.000 one\ntwo\n", "Line 2: “two” does not begin with a time like 00:01:02.000."),
        ("<chapters>\n<chapter start='1'\n", "Line 2: It is no XML: unclosed token."),
        ("<chapters><chapter start='soon'/></chapters>", "Chapter 1 starts at “soon”, which is no time."),
        ("<chapters></chapters>", "There are no marks in it."),
        ("#,Name,Start,End,Length\n", "There are no marks in it."),
        ("Just words.", "It is none of these"),
        ("", "It is none of these"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text, said):
    assert refusal(text).startswith(said)


def test_thousands_of_marks_are_read_and_more_are_refused():
    lines = [f"{second}.0\t{second}.0\tx\n" for second in range(5001)]

    assert len(marks("".join(lines[:5000])).marks) == 5000
    assert "More than 5000 marks" in refusal("".join(lines))


@pytest.mark.parametrize("text", ["1.0\t1.0\t" + "x" * 5_000_000, "<chapter>" + " " * 5_000_000])
def test_a_text_that_is_far_too_long_is_refused(text):
    assert "More than 5 MB" in refusal(text)


def test_a_document_that_unfolds_itself_is_refused():
    bomb = '<!DOCTYPE chapters [<!ENTITY a "aaaa">]><chapters><chapter start="1" title="&a;"/></chapters>'

    assert refusal(bomb) == "It is no XML of chapters."


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "00:00:01.000 " + " " * 400_000 + "<", "(" * 400_000 + "0:00"]
)
def test_no_text_takes_long(text):
    with suppress(MarksError):
        marks(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with suppress(MarksError):
        assert read_marks(io.BytesIO(data)).marks
