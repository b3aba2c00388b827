"""The bytes of a notes file -> its text, with findings on what was unusual about the bytes.

The text is kept as it came (line endings too); only a byte order mark is taken away.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from .document import Finding
from .mojibake import mojibake_findings

_BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_BINARY: Final = "this is no text: it holds NUL bytes"


class UndecodableNotes(ValueError):
    """The bytes are no text; ``line`` (from 1) is where reading stopped."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


def read_notes(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Text and findings (``bom``, ``utf-16``, ``crlf``, ``mojibake``); raises ``UndecodableNotes``."""
    mark = next((mark for mark in _BYTE_ORDER_MARKS if data.startswith(mark)), b"")
    encoding = _BYTE_ORDER_MARKS.get(mark) or _guess_encoding(data)
    text = _decode(data[len(mark) :], encoding)
    findings = (*_encoding_findings(mark, encoding), *_line_end_findings(text), *mojibake_findings(text))
    return text, findings


def _guess_encoding(data: bytes) -> str:
    """UTF-16 without a mark shows as a NUL in every second byte, for Western text at least."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return "utf-8"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) > len(sample) // 100 or max(even, odd) < len(sample) // 4:
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode(data: bytes, encoding: str) -> str:
    if encoding == "utf-8" and b"\0" in data:
        raise UndecodableNotes(1 + data[: data.index(b"\0")].count(b"\n"), _BINARY)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(data[: error.start].decode(encoding, "replace"))
        byte = f"the byte 0x{data[error.start]:02x} is not {encoding.upper()}"
        raise UndecodableNotes(line, f"{byte}; save the file as UTF-8 and try again") from error
    if "\0" in text:
        raise UndecodableNotes(_line_of(text[: text.index("\0")]), _BINARY)
    return text


def _line_of(text_before: str) -> int:
    return 1 + len(_LINE_END.findall(text_before))


def _encoding_findings(mark: bytes, encoding: str) -> list[Finding]:
    if encoding != "utf-8":
        message = "The file is UTF-16 and was read as that; UTF-8 is what other tools expect."
        return [Finding(line=0, code="utf-16", message=message)]
    if mark:
        message = "The file starts with a byte order mark, which was left out."
        return [Finding(line=0, code="bom", message=message)]
    return []


def _line_end_findings(text: str) -> list[Finding]:
    windows, plain = text.count("\r\n"), text.count("\n") - text.count("\r\n")
    old_mac = text.count("\r") - windows
    if not windows and not old_mac:
        return []
    names = {"CRLF, as on Windows": windows, "CR": old_mac, "LF": plain}
    seen = ", ".join(f"{count} {name}" for name, count in names.items() if count)
    return [Finding(line=0, code="crlf", message=f"Lines end in {seen}; the text is kept as it is.")]
