"""A transcript's file -> storage -> cues -> rows, one transaction. The file is kept as it came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction

from episodes.models import Episode
from episodes.notes.document import Finding
from episodes.notes.reading import UndecodableNotes, read_notes
from episodes.storage import NOT_STORED, media_storage
from episodes.vocabulary import remember
from transcripts.cues import ParsedTranscript, has_times
from transcripts.formats import TranscriptError, UnknownFormat, parse_transcript
from transcripts.glossary_runs import put_transcript_right, rules_of
from transcripts.models import Cue, Transcript
from transcripts.rows import write_rows
from transcripts.speakers import list_speakers, map_speakers

LARGEST_FILE = 5_000_000
SUFFIXES = frozenset({".vtt", ".srt", ".txt", ".json", ".md", ".html", ".htm"})
# Not kept as a page: whoever serves the bucket must not run what somebody uploaded.
KEPT_SUFFIXES = SUFFIXES - {".html", ".htm"}


class UnreadableTranscript(Exception):
    """The file holds no transcript that can be read; ``line`` is where, 0 for the file as a whole."""

    def __init__(self, message: str, line: int = 0) -> None:
        self.line = line
        super().__init__(message)


class UnknownTranscript(UnreadableTranscript):
    """The file is no transcript in any form that is read."""


class TranscriptNotStored(Exception):
    """The object storage did not take the file; no row speaks of it."""


@dataclass(frozen=True, kw_only=True)
class TranscriptFile:
    """A file's bytes and what they say. ``name`` may hold folders: they help to tell the best of several."""

    name: str
    data: bytes
    parsed: ParsedTranscript

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.parsed.findings


def read_transcript(name: str, data: bytes) -> TranscriptFile:
    """Raises ``UnreadableTranscript``."""
    if len(data) > LARGEST_FILE:
        raise UnreadableTranscript("The file is larger than 5 MB: no transcript is.")
    try:
        text, findings = read_notes(data)
        parsed = parse_transcript(text)
    except UnknownFormat as error:
        raise UnknownTranscript(str(error), error.line) from error
    except (UndecodableNotes, TranscriptError) as error:
        raise UnreadableTranscript(str(error), getattr(error, "line", 0)) from error
    whole = ParsedTranscript(format=parsed.format, cues=parsed.cues, findings=findings + parsed.findings)
    return TranscriptFile(name=name, data=data, parsed=whole)


def import_transcript(
    episode: Episode, file: TranscriptFile, *, by_glossary: bool = True
) -> tuple[Transcript, bool]:
    """The row of a file, and whether it is new. The same bytes are never kept twice for an episode.

    Words are put right by the show's glossary, unless the caller knows how each line reads.
    The object is stored before the row. Raises ``TranscriptNotStored``.
    """
    known = episode.transcripts.filter(source_hash=file.hash).first()
    if known is not None:
        map_speakers(known)
        return known, False
    key = store_transcript(file)
    with transaction.atomic():
        transcript = Transcript.objects.create(
            episode=episode,
            language=episode.show.language,
            source_format=file.parsed.format,
            source_name=file.name[-255:],
            source_key=key,
            source_hash=file.hash,
            has_times=has_times(file.parsed.cues),
        )
        write_rows(transcript, file.parsed.cues)
        list_speakers(transcript, (cue.speaker for cue in file.parsed.cues))
        remember(episode.show, (cue.text for cue in file.parsed.cues))
        if by_glossary:
            put_transcript_right(transcript.pk, rules_of(episode.show))
    return transcript, True


def store_transcript(file: TranscriptFile) -> str:
    """The key of the file in the storage. Raises ``TranscriptNotStored``."""
    suffix = PurePosixPath(file.name).suffix.lower()
    key = f"transcripts/{file.hash}{suffix if suffix in KEPT_SUFFIXES else ''}"
    storage = media_storage()
    try:
        return key if storage.exists(key) else storage.save(key, ContentFile(file.data))
    except NOT_STORED as error:
        raise TranscriptNotStored(
            "The transcript could not be stored: the object storage does not answer. Try again."
        ) from error


@transaction.atomic
def choose(transcript: Transcript) -> None:
    """Make this the transcript that the public sees."""
    if not transcript.chosen:
        transcript.episode.transcripts.filter(chosen=True).update(chosen=False)
        transcript.chosen = True
        transcript.save(update_fields=["chosen"])


def _roughness(source_format: str) -> int:
    if source_format == "vtt":
        return 0
    return 1 if source_format == "srt" or source_format.endswith("json") else 2


def choose_best(episode: Episode) -> Transcript | None:
    """Choose by rule: the show's own recording before a video's, times before none, speakers named before
    nobody, WebVTT before other forms with exact times before whole seconds.

    Of equals the one already chosen, then the first.
    """
    transcripts = list(episode.transcripts.all())
    if not transcripts:
        return None
    voiced = set(
        Cue.objects.filter(transcript__in=transcripts)
        .exclude(speaker="")
        .values_list("transcript_id", flat=True)
        .distinct()
    )
    best = min(
        transcripts,
        key=lambda one: (
            "youtube" in one.source_name.lower(),
            not one.has_times,
            one.pk not in voiced,
            _roughness(one.source_format),
            not one.chosen,
            one.pk,
        ),
    )
    choose(best)
    return best
