"""Cues -> rows. They come by the thousand, and COPY takes them in a third of the time that inserts take."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import timedelta
from io import StringIO
from typing import Final

from django.db import connection

from transcripts.cues import ParsedCue
from transcripts.models import Transcript
from transcripts.passages import PassageText, passages

_CUES: Final = (
    'COPY transcripts_cue (transcript_id, "order", start, "end", speaker, text) '
    "FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (speaker, text))"
)
_PASSAGES: Final = (
    "COPY transcripts_passage (transcript_id, start, text, cue_offsets, cue_starts) "
    "FROM STDIN WITH (FORMAT csv)"
)

_MILLISECOND: Final = timedelta(milliseconds=1)
_MICROSECOND: Final = timedelta(microseconds=1)


def write_rows(transcript: Transcript, cues: Sequence[ParsedCue]) -> None:
    """The cues and passages of a transcript that has none yet; to be called in a transaction."""
    _copy(
        _CUES,
        (
            (transcript.pk, order, _interval(cue.start), _interval(cue.end), cue.speaker[:128], cue.text)
            for order, cue in enumerate(cues, 1)
        ),
    )
    _write_passages(transcript, cues)


def rewrite_passages(transcript: Transcript) -> None:
    """After a change of its cues: search looks through passages alone. To be called in the change's transaction."""
    transcript.passages.all().delete()
    _write_passages(transcript, transcript.labelled_cues())


def _write_passages(transcript: Transcript, cues: Sequence[ParsedCue]) -> None:
    _copy(_PASSAGES, (_passage(transcript.pk, passage) for passage in passages(cues)))


def _passage(transcript: int, passage: PassageText) -> tuple[object, ...]:
    starts = [start // _MILLISECOND for start in passage.cue_starts]
    return (
        transcript,
        _interval(passage.start),
        passage.text,
        _array(passage.cue_offsets),
        _array(starts),
    )


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _copy(statement: str, rows: Iterable[Sequence[object]]) -> None:
    file = StringIO()
    csv.writer(file).writerows(rows)
    file.seek(0)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(statement, file)


def _interval(time: timedelta | None) -> str:
    """An empty field is NULL."""
    return "" if time is None else f"{time // _MICROSECOND} microseconds"
