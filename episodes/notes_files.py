"""Files of notes, plain ones and those of an export, read without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from episodes.export_schema import EPISODE, read_values
from episodes.front_matter import BrokenFrontMatter, Document, hash_of, read_document, values_hash
from episodes.notes.document import Finding, ParsedNotes
from episodes.notes.filenames import number_from_name
from episodes.notes.parser import parse_notes
from episodes.notes.reading import UndecodableNotes, read_notes
from episodes.reports import FileReport, Outcome

NOTES_SUFFIXES = frozenset({".md", ".markdown"})
LARGEST_FILE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class NotesFile:
    """A file that could be read. ``text`` is the notes alone; ``values`` is what the front matter of an export says,
    checked, and ``exported`` the hashes of both when it was written. A file without a number has a GUID or slug."""

    path: str
    file_hash: str
    number: int | None
    text: str
    parsed: ParsedNotes
    findings: tuple[Finding, ...]
    values: dict[str, Any] | None = None
    transcripts: tuple[Any, ...] = ()
    lines_above: int = 0
    exported_notes: str = ""
    exported_values: str = ""

    @property
    def episode(self) -> object:
        """What tells two files of one episode."""
        if self.number is not None or self.values is None:
            return self.number
        return self.values.get("guid") or self.values.get("slug")

    @property
    def name(self) -> str:
        return "without a number" if self.number is None else str(self.number)

    @property
    def notes_hash(self) -> str:
        return hash_of(self.text)

    @property
    def values_hash(self) -> str:
        return "" if self.values is None else values_hash(self.values)

    @property
    def is_as_exported(self) -> bool:
        return self.exported_notes == self.notes_hash


def find_files(folder: Path, suffixes: Iterable[str]) -> list[Path]:
    """The files of a folder and its sub-folders with these endings, hidden ones left out, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def refused(name: str, outcome: Outcome, code: str, message: str, line: int = 0) -> FileReport:
    return FileReport(path=name, outcome=outcome, findings=(Finding(line=line, code=code, message=message),))


def load(path: Path, name: str) -> bytes | FileReport:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return refused(name, Outcome.FAILED, "too-large", "the file is larger than 1 MB: no notes are.")
        return path.read_bytes()
    except OSError as error:
        return refused(name, Outcome.FAILED, "unreadable", str(error))


def file_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_file(data: bytes, name: str) -> NotesFile | FileReport:
    """The notes in a file, or the report of why there are none."""
    try:
        text, findings = read_notes(data)
        document = read_document(text)
        if document is not None:
            return _exported(document, data, name, findings)
    except (UndecodableNotes, BrokenFrontMatter) as error:
        return refused(name, Outcome.FAILED, "unreadable", str(error), getattr(error, "line", 0))
    parsed = parse_notes(text)
    named = number_from_name(name)
    number = parsed.number if named is None else named
    if number is None:
        message = "neither the name nor the heading has an episode's number."
        return refused(name, Outcome.SKIPPED, "no-number", message)
    if parsed.number not in (None, number):
        findings += (_differs(number, parsed),)
    findings = tuple(dict.fromkeys(findings + parsed.findings))
    return NotesFile(
        path=name, file_hash=file_hash(data), number=number, text=text, parsed=parsed, findings=findings
    )


def _differs(number: int, parsed: ParsedNotes) -> Finding:
    message = f"the heading says {parsed.number}, the file's name {number}: filed under {number}."
    return Finding(line=1, code="number-differs", message=message)


def _exported(
    document: Document, data: bytes, name: str, findings: tuple[Finding, ...]
) -> NotesFile | FileReport:
    """Line numbers of findings are those of the file."""
    values = read_values(EPISODE, document.values)
    if not {"number", "guid", "slug"} & values.keys():
        message = "the front matter has neither a number nor a GUID nor a slug."
        return refused(name, Outcome.SKIPPED, "no-number", message)
    parsed, above = parse_notes(document.notes), document.lines_above
    below = [replace(one, line=one.line + above) if one.line else one for one in parsed.findings]
    transcripts, hashes = document.values.get("transcripts"), document.as_exported()
    return NotesFile(
        path=name,
        file_hash=file_hash(data),
        number=values.get("number"),
        text=document.notes,
        parsed=parsed,
        findings=tuple(dict.fromkeys((*findings, *below))),
        values=values,
        lines_above=above,
        transcripts=tuple(transcripts) if isinstance(transcripts, list) else (),
        exported_notes=str(hashes.get("notes", "")),
        exported_values=str(hashes.get("values", "")),
    )
