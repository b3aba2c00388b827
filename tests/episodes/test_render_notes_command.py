from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "001.md").write_bytes("# Ünö\r\n\r\n- a\r\n".encode())
    (tmp_path / "002-slug.md").write_text("a\n\n" + "> " * 200 + "b")
    (tmp_path / "003.md").write_bytes(b"a\nb\xff\xfe\xfa")
    return tmp_path


def test_it_writes_a_fragment_for_each_file(folder: Path):
    call_command("render_notes", "--out", folder / "new" / "out", folder / "001.md")
    html = (folder / "new" / "out" / "001.html").read_text(encoding="utf-8")
    assert html == "<h1>Ünö</h1>\n<ul><li>a\n</li>\n</ul>"


def test_it_names_file_and_line_of_what_it_cannot_render_and_goes_on(folder: Path):
    errors = StringIO()
    files = [folder / "002-slug.md", folder / "003.md", folder / "missing.md", folder / "001.md"]
    with pytest.raises(CommandError, match="3 of 4 files") as failure:
        call_command("render_notes", *files, "--out", folder, stderr=errors)
    assert failure.value.returncode == 1
    reports = errors.getvalue().splitlines()
    assert [report.split(": ")[:2] for report in reports[:2]] == [
        [str(folder / "002-slug.md"), "line 3"],
        [str(folder / "003.md"), "line 2"],
    ]
    assert reports[2] == f"{folder / 'missing.md'}: No such file or directory"
    assert [file.name for file in folder.glob("*.html")] == ["001.html"]
