"""An episode in the forms of other places: written from one outline, and read back where we read the form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from episodes.marks import audacity as audacity_marks
from episodes.marks import podlove as podlove_marks
from episodes.marks import youtube as youtube_marks
from episodes.notes.renderer import render
from episodes.outputs import audacity, html, markdown, plain, podlove
from episodes.outputs.outline import Entry, Outline, Reference
from tests.episodes.marks import at

PAGE = "https://tincan.example/episodes/12/strings/"
OUTLINE = Outline(
    show="Tin Can",
    title="Tin Can 12 · Longer strings",
    page=PAGE,
    summary="How far a voice carries.",
    entries=(
        Entry(
            title="Wax [all] of it*",
            page=f"{PAGE}#t=62",
            start=timedelta(seconds=62.5),
            url="https://wax.example/a_(b)?c=1&d=2",
            host="Ada",
            references=(Reference(text="Bees <3", url="https://bees.example"),),
        ),
        Entry(title="Sponsor: Twine & Co", page=f"{PAGE}#t=8", start=timedelta(seconds=8), sponsored=True),
        Entry(title="The joke", page=PAGE),
    ),
)


@pytest.mark.parametrize(
    ("writer", "reader"), [(podlove, podlove_marks), (audacity, audacity_marks)], ids=["podlove", "audacity"]
)
def test_what_is_written_is_read_back_in_the_order_of_the_audio(writer, reader):
    assert reader.parse(writer.write(OUTLINE).encode()) == [
        at(8, "Sponsor: Twine & Co"),
        at(62.5, "Wax [all] of it*"),
    ]


def test_the_times_of_plain_notes_are_read_as_a_list_of_times():
    assert youtube_marks.parse(plain.write(OUTLINE).encode()) == [
        at(8, "Sponsor: Twine & Co (paid message)"),
        at(62, "Wax [all] of it* (Ada)"),
    ]


def test_podlove_chapters_carry_the_address():
    assert 'href="https://wax.example/a_(b)?c=1&amp;d=2"' in podlove.write(OUTLINE)


def test_a_sign_that_xml_cannot_hold_is_left_out():
    broken = Outline(
        show="", title="", page="", entries=(Entry(title="a\x00b", page="", start=timedelta(0)),)
    )

    assert podlove_marks.parse(podlove.write(broken).encode()) == [at(0, "ab")]


def test_plain_notes_say_it_all_in_text():
    assert plain.write(OUTLINE) == (
        "Tin Can 12 · Longer strings\n\nHow far a voice carries.\n\n"
        "01:02 Wax [all] of it* (Ada)\nhttps://wax.example/a_(b)?c=1&d=2\nBees <3: https://bees.example\n\n"
        "00:08 Sponsor: Twine & Co (paid message)\n\n"
        "The joke\n\n"
        f"All notes and links: {PAGE}\n"
    )


def test_the_newsletter_links_titles_times_and_the_page():
    text = markdown.write(OUTLINE)

    assert "# Tin Can 12 · Longer strings\n\nHow far a voice carries." in text
    assert f"([01:02]({PAGE}#t=62))" in text
    assert "**Sponsor: Twine & Co** *(paid message)*" in text
    assert text.endswith(f"[Listen, with notes and transcript]({PAGE})\n")


def test_titles_and_addresses_are_no_markdown_of_their_own():
    page = render(markdown.write(OUTLINE))

    assert '<a href="https://wax.example/a_%28b%29?c=1&amp;d=2"' in page
    assert ">Wax [all] of it*</a>" in page
    assert ">Bees &lt;3</a>" in page


def test_the_newsletter_in_html_escapes_and_marks_what_is_paid_for():
    text = html.write(OUTLINE)

    assert '<h2><a href="https://wax.example/a_(b)?c=1&amp;d=2">Wax [all] of it*</a></h2>' in text
    assert f'<p><a href="{PAGE}#t=62">01:02</a>, Ada</p>' in text
    assert '<li><a href="https://bees.example">Bees &lt;3</a></li>' in text
    assert "<h2>Sponsor: Twine &amp; Co <small>(paid message)</small></h2>" in text
    assert "<h2>The joke</h2>" in text
