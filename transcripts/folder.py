"""A folder of transcripts -> rows, by the episode's number in each file's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import DatabaseError, transaction

from episodes.importing import title_of_file
from episodes.models import Episode, Show
from episodes.notes.document import Finding
from episodes.notes.filenames import number_from_name
from episodes.publishing import give_slug
from episodes.reports import FileReport, Outcome
from transcripts.importing import (
    TranscriptFile,
    TranscriptNotStored,
    UnreadableTranscript,
    choose_best,
    import_transcript,
    read_transcript,
)


def import_folder(
    show: Show, folder: Path, files: Iterable[Path], *, dry_run: bool = False
) -> Iterator[FileReport]:
    """Import each file in a transaction of its own; a bad one is reported and stops nothing."""
    for path in files:
        name = str(path.relative_to(folder))
        number = number_from_name(path.name)
        if number is None:
            yield _refused(name, Outcome.SKIPPED, "no-number", "the file's name has no episode's number.")
            continue
        try:
            file = read_transcript(name, path.read_bytes())
        except (OSError, UnreadableTranscript) as error:
            yield _refused(name, Outcome.FAILED, "unreadable", str(error), getattr(error, "line", 0))
            continue
        yield _import_file(show, number, file, dry_run=dry_run)


def _refused(name: str, outcome: Outcome, code: str, message: str, line: int = 0) -> FileReport:
    return FileReport(path=name, outcome=outcome, findings=(Finding(line=line, code=code, message=message),))


def _import_file(show: Show, number: int, file: TranscriptFile, *, dry_run: bool) -> FileReport:
    what = f"episode {number}, {len(file.parsed.cues)} cues ({file.parsed.format})"
    try:
        with transaction.atomic():
            is_new = _store(show, number, file, dry_run=dry_run)
            if dry_run:
                transaction.set_rollback(True)
    except TranscriptNotStored as error:
        return _refused(file.name, Outcome.FAILED, "not-stored", str(error))
    except DatabaseError as error:
        return _refused(file.name, Outcome.FAILED, "refused", f"the database refused it: {error}")
    outcome = Outcome.CREATED if is_new else Outcome.UNCHANGED
    return FileReport(path=file.name, outcome=outcome, what=what, findings=file.findings)


def _store(show: Show, number: int, file: TranscriptFile, *, dry_run: bool) -> bool:
    """An episode that has no notes yet is made as a draft: transcripts and notes may come in any order."""
    episode, is_new = Episode.objects.get_or_create(show=show, number=number)
    if dry_run:
        return is_new or not episode.transcripts.filter(source_hash=file.hash).exists()
    if not episode.title:
        episode.title = title_of_file(show, file.name)
        give_slug(episode)
        episode.save(update_fields=["title", "slug"])
    _, is_new = import_transcript(episode, file)
    choose_best(episode)
    return is_new
