"""A story as a line of notes: whatever a listener typed, it is one link and some text."""

from __future__ import annotations

import pytest

from episodes.notes.renderer import plain_text, render
from inbox.notes_line import notes_line


def test_it_is_a_link_and_who_suggested_it():
    line = notes_line("https://www.knots.example/bowline", "Piet")

    assert line == "1. [knots.example](https://www.knots.example/bowline) - suggested by Piet"


def test_without_a_name_it_is_a_link():
    assert notes_line("https://knots.example/x", "") == "1. [knots.example](https://knots.example/x)"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "<script>alert(1)</script>",
            "[x](https://evil.example)",
            "**bold** _and_ `code`",
            "a\n# b",
            "&copy; ![x](y)",
        ),
        *(
            "https://evil.example",
            "www.evil.example",
            "x@evil.example",
            "\\",
            "]",
            "~~x~~ | y",
            "<https://evil.example>",
        ),
    ],
)
def test_a_name_is_text(name):
    html = render(notes_line("https://knots.example/x", name))

    assert plain_text(html) == f"knots.example - suggested by {' '.join(name.split())}"
    assert html.count("<") == html.count("</") * 2 == 6
    assert html.count("href") == 1


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://knots.example/a_(b)", "https://knots.example/a_%28b%29"),
        (
            "https://knots.example/x)](https://evil.example",
            "https://knots.example/x%29%5D%28https://evil.example",
        ),
        ("https://knots.example/`x`*y*_z_", "https://knots.example/%60x%60*y*_z_"),
        ("https://knots.example/?a=1&copy;=2", "https://knots.example/?a=1&amp;copy;=2"),
        ("https://knots.example/<b>\\", "https://knots.example/%3Cb%3E%5C"),
    ],
)
def test_an_address_stays_one_link(url, href):
    html = render(notes_line(url, "Piet"))

    assert f'href="{href}"' in html
    assert html.count("href") == 1
    assert plain_text(html) == "knots.example - suggested by Piet"


def test_a_user_name_does_not_pretend_to_be_a_host():
    assert notes_line("https://good.example@evil.example/x", "").startswith("1. [evil.example](")
