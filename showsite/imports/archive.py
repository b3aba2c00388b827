"""What a host uploads, a .zip or a single file -> files in an empty folder. Nothing of an archive is believed.

The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from posixpath import commonpath
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

LARGEST_UPLOAD: Final = 100_000_000
LARGEST_UNPACKED: Final = 500_000_000
MOST_ENTRIES: Final = 10_000
LONGEST_PATH: Final = 500
SINGLE_FILES: Final = (".md", ".markdown", ".vtt", ".srt", ".txt", ".json", ".html", ".htm", ".xml", ".rss")
ARCHIVES: Final = frozenset(
    {".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".xz", ".txz", ".7z", ".rar", ".zst", ".jar"}
)

_BLOCK: Final = 1_000_000
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_BROKEN: Final = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, LookupError, OverflowError),
)


class UnusableUpload(Exception):
    """Why an upload cannot be opened, in words for its host."""


def paths_inside(file: BinaryIO, name: str) -> tuple[PurePosixPath, ...]:
    """What ``unpack`` would write, by the archive's own directory: cheap. Raises ``UnusableUpload``."""
    _check_size(file)
    if not _is_zip(file):
        return (_single(name),)
    with _opened(file) as archive:
        return tuple(_entries(archive))


def unpack(file: BinaryIO, name: str, folder: Path) -> None:
    """Write the files into a folder that is empty; a folder around all of them is left out.

    What was written before an ``UnusableUpload`` stays there: the folder is to be a temporary one.
    """
    _check_size(file)
    if not _is_zip(file):
        _write(folder / _single(name), iter(lambda: file.read(_BLOCK), b""), LARGEST_UPLOAD)
        return
    room = LARGEST_UNPACKED
    with _opened(file) as archive:
        for path, entry in _entries(archive).items():
            room -= _write(folder / path, _blocks(archive, entry), room)


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST_UPLOAD:
        raise UnusableUpload(
            f"The upload is larger than {LARGEST_UPLOAD // 1_000_000} MB. Split it, or leave sound and pictures out."
        )


def _is_zip(file: BinaryIO) -> bool:
    start = file.read(4)
    file.seek(0)
    return start in (b"PK\x03\x04", b"PK\x05\x06")


def _single(name: str) -> PurePosixPath:
    path = PurePosixPath(PurePosixPath(name.replace("\\", "/")).name)
    if path.suffix.lower() not in SINGLE_FILES:
        raise UnusableUpload(f"This is no .zip, and no file ending in {', '.join(SINGLE_FILES)}.")
    _check_name(str(path))
    return path


def _write(target: Path, blocks: Iterable[bytes], room: int) -> int:
    """How many bytes there were; counted as they come, whatever the archive said of them."""
    written = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as output:
        for block in blocks:
            written += len(block)
            if written > room:
                raise _too_much()
            output.write(block)
    return written


def _too_much() -> UnusableUpload:
    return UnusableUpload(f"Unpacked, the archive is larger than {LARGEST_UNPACKED // 1_000_000} MB.")


@contextmanager
def _opened(file: BinaryIO) -> Iterator[ZipFile]:
    if _count_entries(file) > MOST_ENTRIES:
        raise UnusableUpload(f"The archive holds more than {MOST_ENTRIES:,} files.")
    try:
        archive = ZipFile(file)
    except _BROKEN as error:
        raise _broken() from error
    with archive:
        yield archive


def _broken() -> UnusableUpload:
    return UnusableUpload("The archive is broken, or no ordinary .zip: pack it again.")


def _count_entries(file: BinaryIO) -> int:
    """At most so many entries has the archive. Counted here because ``ZipFile`` makes an object of each, and
    does not ask how many."""
    count, tail = 0, b""
    while block := file.read(_BLOCK):
        window = tail + block
        count += window.count(_DIRECTORY_ENTRY)
        tail = window[-len(_DIRECTORY_ENTRY) + 1 :]
    file.seek(0)
    return count


def _blocks(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as source:
            yield from iter(lambda: source.read(_BLOCK), b"")
    except _BROKEN as error:
        raise _broken() from error


def _entries(archive: ZipFile) -> dict[PurePosixPath, ZipInfo]:
    """The files by the paths they get. What is refused is refused as a whole: half an archive helps nobody."""
    found: dict[PurePosixPath, ZipInfo] = {}
    for entry in archive.infolist():
        path = _path(entry)
        _check_kind(entry, path)
        if entry.is_dir() or _is_hidden(path):
            continue
        if path in found:
            raise UnusableUpload(f"The archive holds “{path}” twice.")
        found[path] = entry
    if sum(entry.file_size for entry in found.values()) > LARGEST_UNPACKED:
        raise _too_much()
    for path in found:
        if found.keys() & set(path.parents):
            raise UnusableUpload(f"The archive holds “{path.parent}” as a file and as a folder.")
    return _without_shell(found)


def _path(entry: ZipInfo) -> PurePosixPath:
    name = _name(entry).replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or re.match("[A-Za-z]:/", name) or ".." in path.parts:
        raise UnusableUpload(f"“{name[:80]}” leads out of the archive: pack the folder again.")
    _check_name(name)
    return path


def _name(entry: ZipInfo) -> str:
    """Many programs write UTF-8 and do not say so; what says nothing and is no UTF-8 is DOS's own code page."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return unicodedata.normalize("NFC", name)


def _check_name(name: str) -> None:
    if not name.isprintable() or not name.strip("/. "):
        raise UnusableUpload("A file's name holds characters that cannot be shown, or none at all.")
    if len(name) > LONGEST_PATH or any(len(part.encode()) > 255 for part in name.split("/")):
        raise UnusableUpload(f"“{name[:80]}…” is too long a name.")


def _check_kind(entry: ZipInfo, path: PurePosixPath) -> None:
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnusableUpload(f"“{path}” is a link or a device: pack the file itself.")
    if entry.flag_bits & _ENCRYPTED:
        raise UnusableUpload("The archive is encrypted: pack it without a password.")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnusableUpload("The archive is packed in an unusual way: pack it as an ordinary .zip.")
    if path.suffix.lower() in ARCHIVES and not entry.is_dir() and not _is_hidden(path):
        raise UnusableUpload(f"“{path}” is an archive in the archive: unpack it, then pack all in one.")


def _is_hidden(path: PurePosixPath) -> bool:
    return path.parts[:1] == ("__MACOSX",) or any(part.startswith(".") for part in path.parts)


def _without_shell(found: dict[PurePosixPath, ZipInfo]) -> dict[PurePosixPath, ZipInfo]:
    if not found:
        raise UnusableUpload("The archive is empty.")
    shell = commonpath(str(path.parent) for path in found)
    return {path.relative_to(shell): entry for path, entry in found.items()}
