from __future__ import annotations

import pytest

from episodes.notes.filenames import number_from_name, title_from_name


@pytest.mark.parametrize(
    ("name", "number", "title"),
    [
        ("203.md", 203, ""),
        ("001.md", 1, ""),
        ("472-monorepos.md", 472, "monorepos"),
        ("PB 485.md", 485, ""),
        ("012-notes.md", 12, ""),
        ("012-notes.md.md", 12, ""),
        ("Python_Bytes_045.md", 45, ""),
        ("474-astral-to-join-openai.md", 474, "astral to join openai"),
        ("folder 9/484-all-our-tools.md", 484, "all our tools"),
        ("459 Inverted dependency trees.txt", 459, "Inverted dependency trees"),
        ("453-a-1.5-million-grant-transcript-final.txt", 453, "a 1.5 million grant"),
        ("066-x-show-notes.md", 66, "x"),
        ("notes.md", None, ""),
        ("", None, ""),
        ("9" * 400 + ".md", None, ""),
    ],
)
def test_it_reads_a_file_name(name, number, title):
    assert (number_from_name(name), title_from_name(name)) == (number, title)
