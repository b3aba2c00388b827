from __future__ import annotations

import json

import pytest
from django.core.management import call_command

NOTES = "# Show 7: Hi\n\nSponsored by Acme: [a](u:acme)\n\nSpecial guest: Kim Lee\n\n**Ann #2:** [One](https://a.example)\n\nExtras\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "007-hi.md").write_text(NOTES)
    (tmp_path / "8.md").write_text(NOTES)
    (tmp_path / "bad.md").write_bytes(b"one\n\xff")
    return tmp_path


def inspect(capsys, *arguments) -> tuple[str, str, int]:
    status = 0
    try:
        call_command("inspect_notes", *map(str, arguments))
    except SystemExit as stopped:
        status = stopped.code
    out, err = capsys.readouterr()
    return out, err, status


def test_it_writes_a_json_list(capsys, folder):
    out, err, status = inspect(capsys, folder / "007-hi.md", "--json")

    assert (err, status) == ("", 0)
    assert json.loads(out) == [
        {
            "file": str(folder / "007-hi.md"),
            "number": 7,
            "title": "Hi",
            "sponsors": ["Acme"],
            "guests": ["Kim Lee"],
            "segments": [
                {"order": 1, "label": "2", "host": "Ann", "title": "One", "url": "https://a.example"}
            ],
            "links_total": 2,
            "images_total": 0,
            "fenced_code_blocks": 0,
            "extras": True,
            "joke": False,
            "findings": [
                {
                    "line": 7,
                    "code": "label-gap",
                    "message": "No segment is numbered 1: the count goes on with #2.",
                }
            ],
        }
    ]


def test_the_number_of_the_file_name_wins_and_the_difference_is_told(capsys, folder):
    (report,) = json.loads(inspect(capsys, folder / "8.md", "--json")[0])

    assert report["number"] == 8
    assert "number-differs" in [finding["code"] for finding in report["findings"]]


def test_a_heading_gives_the_number_that_a_name_lacks(capsys, tmp_path):
    (tmp_path / "notes.md").write_text(NOTES)

    (report,) = json.loads(inspect(capsys, tmp_path / "notes.md", "--json")[0])

    assert report["number"] == 7


def test_missing_values_keep_their_types(capsys, tmp_path):
    (tmp_path / "notes.md").write_text("**Ann #1:**\n")

    (report,) = json.loads(inspect(capsys, tmp_path / "notes.md", "--json")[0])

    assert (report["number"], report["title"]) == (None, "")
    assert report["segments"] == [{"order": 1, "label": "1", "host": "Ann", "title": "", "url": ""}]


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(capsys, folder):
    out, err, status = inspect(capsys, folder / "bad.md", folder / "missing.md", folder / "8.md", "--json")

    assert status == 1
    assert [report["number"] for report in json.loads(out)] == [8]
    assert "bad.md: line 2:" in err
    assert "missing.md: " in err


def test_it_writes_a_report_for_a_reader(capsys, folder):
    out, _, status = inspect(capsys, folder / "007-hi.md", folder / "8.md")

    assert status == 0
    assert "007-hi.md: episode 7, “Hi”" in out
    assert "   1  #2   Ann  One\n" in out
    assert "sponsors  Acme" in out
    assert "line 7" in out
