"""A folder of transcripts -> rows, by the episode's number in each file's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from episodes.importing import title_of_file
from episodes.models import Episode, Show
from episodes.notes.filenames import number_from_name
from episodes.notes_files import file_hash, refused
from episodes.publishing import give_slug
from episodes.reports import FileReport, Outcome
from transcripts.importing import (
    LARGEST_FILE,
    TranscriptFile,
    TranscriptNotStored,
    UnknownTranscript,
    UnreadableTranscript,
    choose_best,
    import_transcript,
    read_transcript,
)
from transcripts.models import Speaker, Transcript
from transcripts.speakers import map_speakers

DOCUMENTS = {".md", ".html", ".htm"}


def import_folder(
    show: Show, folder: Path, files: Iterable[Path], *, dry_run: bool = False
) -> Iterator[FileReport]:
    """Import each file in a transaction of its own; a bad one is reported and stops nothing.

    A file that is here already is known by its bytes, and not read again.
    """
    known = _known_files(show)
    for path in files:
        name = str(path.relative_to(folder))
        number = number_from_name(path.name)
        if number is None:
            yield refused(name, Outcome.SKIPPED, "no-number", "the file's name has no episode's number.")
            continue
        try:
            data = _load(path)
            here = known.get((number, file_hash(data)))
            if here is not None:
                yield _unchanged(name, number, here, dry_run=dry_run)
                continue
            file = read_transcript(name, data)
        except UnknownTranscript as error:
            # Documents lie among transcripts, and both may end in .md: only what calls itself one has to be one.
            outcome = Outcome.SKIPPED if path.suffix.lower() in DOCUMENTS else Outcome.FAILED
            yield refused(name, outcome, "no-transcript", str(error), error.line)
            continue
        except (OSError, UnreadableTranscript) as error:
            yield refused(name, Outcome.FAILED, "unreadable", str(error), getattr(error, "line", 0))
            continue
        yield _import_file(show, number, file, dry_run=dry_run)


def _known_files(show: Show) -> dict[tuple[int | None, str], Transcript]:
    """By number and hash, with ``is_unmapped``: whether a label means nobody yet. One query for all files."""
    unmapped = Speaker.objects.filter(transcript=OuterRef("pk"), person=None)
    transcripts = Transcript.objects.filter(episode__show=show).annotate(is_unmapped=Exists(unmapped))
    return {(one.episode.number, one.source_hash): one for one in transcripts.select_related("episode__show")}


def _load(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableTranscript("The file is larger than 5 MB: no transcript is.")
    return path.read_bytes()


def _unchanged(name: str, number: int, transcript: Transcript, *, dry_run: bool) -> FileReport:
    """The show may know more people than when the file came."""
    if transcript.is_unmapped and not dry_run:  # type: ignore[attr-defined]
        map_speakers(transcript)
    what = f"episode {number} ({transcript.source_format})"
    return FileReport(path=name, outcome=Outcome.UNCHANGED, what=what)


def _import_file(show: Show, number: int, file: TranscriptFile, *, dry_run: bool) -> FileReport:
    what = f"episode {number}, {len(file.parsed.cues)} cues ({file.parsed.format})"
    try:
        with transaction.atomic():
            is_new = _store(show, number, file, dry_run=dry_run)
            if dry_run:
                transaction.set_rollback(True)
    except TranscriptNotStored as error:
        return refused(file.name, Outcome.FAILED, "not-stored", str(error))
    except DatabaseError as error:
        return refused(file.name, Outcome.FAILED, "refused", f"the database refused it: {error}")
    outcome = Outcome.CREATED if is_new else Outcome.UNCHANGED
    return FileReport(path=file.name, outcome=outcome, what=what, findings=file.findings)


def _store(show: Show, number: int, file: TranscriptFile, *, dry_run: bool) -> bool:
    """An episode that has no notes yet is made as a draft: transcripts and notes may come in any order."""
    episode, is_new = Episode.objects.get_or_create(show=show, number=number)
    if dry_run:
        return is_new or not episode.transcripts.filter(source_hash=file.hash).exists()
    before = episode.transcripts.filter(chosen=True).first()
    _, is_new = import_transcript(episode, file)
    _give_title(episode, before, choose_best(episode))
    return is_new


def _give_title(episode: Episode, before: Transcript | None, best: Transcript | None) -> None:
    """The words in the best file's name stand in for a title; those of a lesser file give way to them."""
    stand_in = title_of_file(episode.show, before.source_name) if before else ""
    if best is None or episode.published_at or episode.title not in {"", stand_in}:
        return
    title = title_of_file(episode.show, best.source_name)
    if title != episode.title:
        episode.title, episode.slug = title, ""
        give_slug(episode)
        episode.save(update_fields=["title", "slug"])
