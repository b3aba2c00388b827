from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann>Hello.\n\n00:05.000 --> 00:04.000\n<v Bo>Bye.\n"


def inspect(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("inspect_transcript", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    file = tmp_path / "talk.txt"
    file.write_text(VTT)
    return file


def test_json_holds_cues_and_findings(talk: Path):
    assert json.loads(inspect("--json", talk)) == [
        {
            "file": str(talk),
            "format": "vtt",
            "cues": [
                {"start": 1.0, "end": 2.5, "speaker": "Ann", "text": "Hello."},
                {"start": 5.0, "end": 5.0, "speaker": "Bo", "text": "Bye."},
            ],
            "findings": [
                {"line": 6, "code": "ends-before-start", "message": "The cue at 00:05 ends before it starts."}
            ],
        }
    ]


def test_an_unknown_end_is_null(tmp_path: Path):
    file = tmp_path / "a.vtt"
    file.write_text("0:01 Hello.")
    [read] = json.loads(inspect("--json", file))
    assert read["cues"][0]["end"] is None


def test_the_report_tells_what_is_there(talk: Path):
    assert inspect(talk).strip().split("\n") == [
        f"{talk}: vtt, 2 cues, 00:05 long",
        "  Ann: 1 cue",
        "  Bo: 1 cue",
        "  00:01  Hello.",
        "  00:05  Bye.",
        "  line 6: The cue at 00:05 ends before it starts. (ends-before-start)",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Just words.", "bad.txt: Neither WebVTT, SubRip"),
        (b'{"segments": [\n{"start": 1,}]}', "bad.txt: line 2: This is no JSON"),
        (b"0:01 Hello\n\n0:02 \xff\xff there", "bad.txt: line 3: "),
        (b"", "bad.txt: The file is empty."),
        (b"0:01 " + b"a" * 11_000_000, "bad.txt: larger than 10,485,760 bytes"),
    ],
    ids=["unknown", "json", "bytes", "empty", "large"],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    content, message, talk: Path, tmp_path: Path
):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 files") as error:
        call_command("inspect_transcript", "--json", str(bad), str(talk), stdout=out, stderr=err)
    assert error.value.returncode == 1
    assert message in err.getvalue()
    assert [read["file"] for read in json.loads(out.getvalue())] == [str(talk)]


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path):
    err = StringIO()
    with pytest.raises(CommandError, match="2 of 2 files"):
        call_command(
            "inspect_transcript", str(tmp_path), str(tmp_path / "no.vtt"), stdout=StringIO(), stderr=err
        )
    assert "Is a directory" in err.getvalue()
    assert "no.vtt: No such file" in err.getvalue()


def test_utf_16_is_read_and_reported(tmp_path: Path):
    file = tmp_path / "wide.vtt"
    file.write_bytes(VTT.encode("utf-16"))
    [read] = json.loads(inspect("--json", file))
    assert [cue["text"] for cue in read["cues"]] == ["Hello.", "Bye."]
    assert "utf-16" in [finding["code"] for finding in read["findings"]]
