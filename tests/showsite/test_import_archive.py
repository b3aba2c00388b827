"""Uploads that a host, a careless program or an attacker makes."""

from __future__ import annotations

import io
import stat
import time
import zipfile
from contextlib import suppress
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showsite.imports import archive
from showsite.imports.archive import UnusableUpload, paths_inside, unpack


def zipped(*entries, method=zipfile.ZIP_DEFLATED):
    """Of (name or ZipInfo, content) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    file.seek(0)
    return file


def entry(name, mode=0, **attributes):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info


def files_in(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def open_upload(file, folder, name="notes.zip"):
    """Both ways to look at an upload agree on what is in it."""
    paths = paths_inside(file, name)
    unpack(file, name, folder)
    assert {str(path) for path in paths} == set(files_in(folder))
    return files_in(folder)


def refusal(file, folder, name="notes.zip"):
    with pytest.raises(UnusableUpload) as error:
        open_upload(file, folder, name)
    return str(error.value)


def test_files_come_out_in_their_folders(tmp_path):
    made = zipped(("012.md", "# Knots"), ("words/", ""), ("words/012.vtt", "WEBVTT"))

    assert open_upload(made, tmp_path) == {"012.md": b"# Knots", "words/012.vtt": b"WEBVTT"}


def test_a_folder_around_everything_is_left_out(tmp_path):
    made = zipped(("show-main/notes/012.md", "a"), ("show-main/show.yaml", "b"))

    assert open_upload(made, tmp_path) == {"notes/012.md": b"a", "show.yaml": b"b"}


def test_what_programs_put_in_by_themselves_is_left_out(tmp_path):
    made = zipped(
        ("notes/012.md", "a"),
        ("notes/.DS_Store", "x"),
        ("__MACOSX/notes/._012.md", "x"),
        (".git/objects/pack/a.gz", "x"),
    )

    assert open_upload(made, tmp_path) == {"012.md": b"a"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (entry("Żółw 12.md"), "Żółw 12.md"),
        (entry("Z\u0307 12.md"), "\u017b 12.md"),
        (entry(r"notes\Caf\u00e9 12.md".replace(r"\u00e9", "é")), "Café 12.md"),
    ],
    ids=["utf-8", "decomposed", "from windows"],
)
def test_names_are_read_as_they_were_meant(tmp_path, written, read):
    assert set(open_upload(zipped((written, "a"), ("x/1.md", "b")), tmp_path)) >= {
        read if "\\" not in written.filename else f"notes/{read}"
    }


def test_utf_8_names_that_do_not_say_so_are_read(tmp_path):
    data = zipped(("Café 12.md", "a")).getvalue()
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + at
        data = data[:place] + b"\0\0" + data[place + 2 :]

    assert open_upload(io.BytesIO(data), tmp_path) == {"Café 12.md": b"a"}


@pytest.mark.parametrize("name", ["012.md", "words.VTT", "feed.xml", r"C:\Users\ada\012.md", "../012.md"])
def test_a_single_file_is_taken_by_its_own_name(tmp_path, name):
    (only,) = open_upload(io.BytesIO(b"text"), tmp_path, name)

    assert only == name.replace("\\", "/").split("/")[-1]


@pytest.mark.parametrize("name", ["notes.tar.gz", "episode.mp3", "page.php", "notes", "notes.zip", ""])
def test_what_is_no_zip_and_no_file_of_words_is_refused(tmp_path, name):
    assert "no .zip" in refusal(io.BytesIO(b"Rar!\x1a"), tmp_path, name)


@pytest.mark.parametrize(
    "name",
    ["../12.md", "a/../../12.md", "/etc/12.md", r"..\12.md", r"C:\12.md", "//host/12.md", "__MACOSX/../../x"],
)
def test_a_name_that_leads_out_is_refused_and_nothing_is_written(tmp_path, name):
    folder = tmp_path / "inside"
    folder.mkdir()

    assert "leads out" in refusal(zipped(("11.md", "a"), (name, "b")), folder)
    assert files_in(tmp_path) == {}


@pytest.mark.parametrize(
    "kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK], ids=hex
)
def test_links_and_devices_are_refused(tmp_path, kind):
    assert "link or a device" in refusal(zipped((entry("12.md", kind | 0o777), "/etc/passwd")), tmp_path)


@pytest.mark.parametrize("name", ["more.zip", "a/b.TAR.GZ", "x.7z"])
def test_an_archive_in_the_archive_is_refused(tmp_path, name):
    assert "archive in the archive" in refusal(zipped(("12.md", "a"), (name, "PK")), tmp_path)


@pytest.mark.parametrize(
    "name", ["a\n.md", "a\x1b[31m.md", "\u202e12.md", "x" * 300 + ".md", "x/" * 300 + ".md"], ids=ascii
)
def test_names_that_nobody_could_read_are_refused(tmp_path, name):
    assert "name" in refusal(zipped((entry(name), "a")), tmp_path)


def test_two_files_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        made = zipped(("12.md", "a"), ("12.md", "b"))

    assert "twice" in refusal(made, tmp_path)


def test_a_name_that_is_a_file_and_a_folder_is_refused(tmp_path):
    assert "as a folder" in refusal(zipped(("12.md", "a"), ("12.md/13.md", "b")), tmp_path)


def test_an_empty_archive_is_refused(tmp_path):
    assert "empty" in refusal(zipped((".DS_Store", "x")), tmp_path)


def test_an_encrypted_archive_is_refused(tmp_path):
    data = zipped(("12.md", "a")).getvalue()
    place = data.index(b"PK\x01\x02") + 8

    assert "encrypted" in refusal(io.BytesIO(data[:place] + b"\1" + data[place + 1 :]), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_methods_whose_memory_the_archive_chooses_are_refused(tmp_path, method):
    assert "unusual" in refusal(zipped(("12.md", "a"), method=method), tmp_path)


def test_an_upload_that_is_too_large_is_refused(tmp_path):
    with (tmp_path / "large").open("w+b") as file:
        file.truncate(archive.LARGEST_UPLOAD + 1)

        assert "100 MB" in refusal(file, tmp_path)


def test_a_bomb_is_refused_by_its_own_word(tmp_path):
    bomb = zipped(*((f"{number}.md", b"\0" * 9_000_000) for number in range(60)))

    assert len(bomb.getvalue()) < 1_000_000
    with pytest.raises(UnusableUpload, match="larger than 500 MB"):
        paths_inside(bomb, "bomb.zip")


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path):
    """The directory says ten bytes a file, the files are a megabyte each."""
    data = bytearray(zipped(("12.md", b"\0" * 1_000_000)).getvalue())
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + at
        data[place : place + 4] = (10).to_bytes(4, "little")

    assert "broken" in refusal(io.BytesIO(bytes(data)), tmp_path)
    assert sum(len(content) for content in files_in(tmp_path).values()) <= 10


def test_bytes_are_counted_as_they_come(tmp_path):
    endless = iter(lambda: b"\0" * 1_000_000, None)

    with pytest.raises(UnusableUpload, match="larger than"):
        archive._write(tmp_path / "12.md", endless, 5_000_000)
    assert (tmp_path / "12.md").stat().st_size == 5_000_000


def test_a_directory_of_too_many_files_is_refused_before_it_is_read(tmp_path):
    made = zipped(*((f"{number}.md", b"") for number in range(archive.MOST_ENTRIES + 1)))

    assert "10,000" in refusal(made, tmp_path)


def test_as_many_files_as_are_allowed_come_in(tmp_path):
    made = zipped(*((f"{number}.md", b"") for number in range(archive.MOST_ENTRIES)))
    started = time.perf_counter()

    assert len(paths_inside(made, "notes.zip")) == archive.MOST_ENTRIES
    assert time.perf_counter() - started < 60


def test_files_that_share_their_bytes_are_counted_each(tmp_path):
    """Of an archive whose entries overlap, a small file unpacks to any size."""
    data = zipped(("1.md", b"\0" * 500_000), ("2.md", b"x")).getvalue()
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    shared = data[: second + 42] + (0).to_bytes(4, "little") + data[second + 46 :]

    assert "broken" in refusal(io.BytesIO(shared), tmp_path)


WHOLE = zipped(
    ("notes/012.md", "# Knots " * 50), ("notes/words.vtt", "WEBVTT"), ("show.yaml", "title: x")
).getvalue()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(4, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    end=st.integers(10, len(WHOLE)),
)
def test_damage_is_refused_or_harmless(tmp_path_factory, changes, end):
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    folder = tmp_path_factory.mktemp("inside")

    with suppress(UnusableUpload):
        unpack(io.BytesIO(bytes(data[:end])), "notes.zip", folder)

    assert all(PurePosixPath(name).parts for name in files_in(folder))
