"""A folder of Markdown notes -> episodes, by number. Repeatable: a second run over the same files writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.db import DatabaseError, transaction

from episodes.models import Episode, Show
from episodes.names import fold
from episodes.notes.apply import apply_notes
from episodes.notes.document import Finding, ParsedNotes
from episodes.notes.filenames import number_from_name, title_from_name
from episodes.notes.parser import parse_notes
from episodes.notes.reading import UndecodableNotes, read_notes
from episodes.notes.renderer import NotesTooHard
from episodes.publishing import give_slug
from episodes.reports import FileReport, Outcome

NOTES_SUFFIXES = frozenset({".md", ".markdown"})
LARGEST_FILE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class NotesFile:
    """A file that could be read, and the number it is filed under."""

    path: str
    number: int
    text: str
    parsed: ParsedNotes
    findings: tuple[Finding, ...]


def notes_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def find_files(folder: Path, suffixes: Iterable[str]) -> list[Path]:
    """The files of a folder and its sub-folders with these endings, hidden ones left out, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_file(path: Path, name: str) -> NotesFile | FileReport:
    """The notes in a file, or the report of why there are none."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return _refused(name, Outcome.FAILED, "too-large", "the file is larger than 1 MB: no notes are.")
        text, findings = read_notes(path.read_bytes())
    except (OSError, UndecodableNotes) as error:
        return _refused(name, Outcome.FAILED, "unreadable", str(error), getattr(error, "line", 0))
    parsed = parse_notes(text)
    number = number_from_name(path.name)
    if number is None:
        number = parsed.number
    if number is None:
        return _refused(
            name, Outcome.SKIPPED, "no-number", "neither the name nor the heading has an episode's number."
        )
    if parsed.number not in (None, number):
        findings += (_differs(number, parsed),)
    findings = tuple(dict.fromkeys(findings + parsed.findings))
    return NotesFile(path=name, number=number, text=text, parsed=parsed, findings=findings)


def _refused(name: str, outcome: Outcome, code: str, message: str, line: int = 0) -> FileReport:
    return FileReport(path=name, outcome=outcome, findings=(Finding(line=line, code=code, message=message),))


def _differs(number: int, parsed: ParsedNotes) -> Finding:
    message = f"the heading says {parsed.number}, the file's name {number}: filed under {number}."
    return Finding(line=1, code="number-differs", message=message)


def import_folder(
    show: Show, folder: Path, files: Iterable[Path], *, dry_run: bool = False
) -> Iterator[FileReport]:
    """Import each file in a transaction of its own; a bad one is reported and stops nothing.

    Of several files with one number the one that reads best is taken: fewest repairs, then the shortest name.
    """
    readable: dict[int, list[NotesFile]] = {}
    for path in files:
        match read_file(path, str(path.relative_to(folder))):
            case FileReport() as report:
                yield report
            case NotesFile() as notes:
                readable.setdefault(notes.number, []).append(notes)
    for _, rivals in sorted(readable.items()):
        best, *others = sorted(rivals, key=_preference)
        yield import_file(show, best, dry_run=dry_run)
        for other in others:
            message = f"episode {best.number} is taken from {best.path}."
            yield _refused(other.path, Outcome.SKIPPED, "same-number", message)


def _preference(notes: NotesFile) -> tuple[int, int, str]:
    repairs = {"bom", "crlf", "utf-16", "mojibake"}
    return (sum(finding.code in repairs for finding in notes.findings), len(notes.path), notes.path)


def import_file(show: Show, notes: NotesFile, *, dry_run: bool = False) -> FileReport:
    """Bring one file in, unless a host has edited the episode's notes here since the last import."""
    what = f"episode {notes.number}"
    try:
        with transaction.atomic():
            outcome, unknown = _store(show, notes)
            if dry_run:
                transaction.set_rollback(True)
    except NotesTooHard as error:
        return _refused(notes.path, Outcome.FAILED, "too-hard", str(error), error.line)
    except DatabaseError as error:
        return _refused(notes.path, Outcome.FAILED, "refused", f"the database refused it: {error}")
    if outcome is Outcome.CONFLICT:
        what += " was edited here and in the file: left as it is"
    return FileReport(path=notes.path, outcome=outcome, what=what, findings=(*notes.findings, *unknown))


def _store(show: Show, notes: NotesFile) -> tuple[Outcome, list[Finding]]:
    episode = Episode.objects.select_for_update().filter(show=show, number=notes.number).first()
    if episode is None:
        episode, outcome = Episode(show=show, number=notes.number), Outcome.CREATED
    elif episode.notes == notes.text:
        return Outcome.UNCHANGED, []
    elif episode.notes and notes_hash(episode.notes) != episode.imported_hash:
        return Outcome.CONFLICT, []
    else:
        outcome = Outcome.UPDATED
    episode.notes = notes.text
    episode.imported_hash = notes_hash(notes.text)
    episode.title = episode.title or notes.parsed.title[:255] or title_of_file(show, notes.path)
    give_slug(episode)
    episode.save()
    apply_notes(episode, notes.parsed)
    return outcome, _unknown_hosts(episode, notes.parsed)


def title_of_file(show: Show, path: str) -> str:
    """The words behind the number in a file's name, unless they are the show's own ("012-python-bytes.md")."""
    words = title_from_name(PurePath(path).name)[:255]
    return "" if fold(words) == fold(show.title) else words[:1].upper() + words[1:]


def _unknown_hosts(episode: Episode, parsed: ParsedNotes) -> list[Finding]:
    """Names that the notes attribute segments to and nobody of the show has."""
    unknown = set(
        episode.segments.filter(person=None).exclude(host_name="").values_list("host_name", flat=True)
    )
    lines = {part.host: part.line for part in reversed(parsed.segments) if part.host in unknown}
    return [
        Finding(
            line=line,
            code="unknown-host",
            message=f"Nobody of the show is called {name}: add a host or an alias.",
        )
        for name, line in sorted(lines.items(), key=lambda entry: entry[1])
    ]
