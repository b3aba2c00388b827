"""What Showsite reads in transcript files, before anything is stored; needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from episodes.notes.reading import UndecodableNotes, read_notes
from episodes.timestamps import format_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats import TranscriptError, parse_transcript

MAX_BYTES: Final = 10 * 1024 * 1024
FIRST_CUES: Final = 3


class Unreadable(Exception):
    """A file holds no transcript; the message names the file, and the line where it is known."""


class Command(BaseCommand):
    help = "Read transcript files and say what is in them: format, cues, speakers, oddities. Stores nothing."
    # It must work before anything is set up.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="write a list of objects for other programs")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        read = []
        for file in files:
            try:
                read.append((file, read_transcript(file)))
            except Unreadable as error:
                self.stderr.write(str(error))
        if options["json"]:
            self.stdout.write(json.dumps([as_json(file, transcript) for file, transcript in read], indent=1))
        else:
            for item in read:
                self.stdout.write("\n".join(report(*item)) + "\n\n")
        if len(read) < len(files):
            raise CommandError(f"{len(files) - len(read)} of {len(files)} files could not be read.")


def read_transcript(file: Path) -> ParsedTranscript:
    """Raises Unreadable. Of a larger file only what it takes to refuse it is read."""
    try:
        with file.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Unreadable(f"{file}: larger than {MAX_BYTES:,} bytes")
        text, findings = read_notes(data)
        transcript = parse_transcript(text)
        return replace(transcript, findings=findings + transcript.findings)
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror or error}") from error
    except UndecodableNotes as error:
        raise Unreadable(f"{file}: {error}") from error
    except TranscriptError as error:
        where = f"line {error.line}: " if error.line else ""
        raise Unreadable(f"{file}: {where}{error.message}") from error


def as_json(file: Path, transcript: ParsedTranscript) -> dict[str, object]:
    """Times are seconds; an end that nobody knows is null."""
    return {
        "file": str(file),
        "format": transcript.format,
        "cues": [_cue_as_json(cue) for cue in transcript.cues],
        "findings": [
            {"line": finding.line, "code": finding.code, "message": finding.message}
            for finding in transcript.findings
        ],
    }


def _cue_as_json(cue: ParsedCue) -> dict[str, object]:
    end = None if cue.end is None else cue.end.total_seconds()
    return {"start": cue.start.total_seconds(), "end": end, "speaker": cue.speaker, "text": cue.text}


def report(file: Path, transcript: ParsedTranscript) -> Iterator[str]:
    cues = transcript.cues
    length = max(cue.end or cue.start for cue in cues)
    yield f"{file}: {transcript.format}, {_cues(len(cues))}, {format_timestamp(length)} long"
    for speaker, count in Counter(cue.speaker for cue in cues if cue.speaker).most_common():
        yield f"  {speaker}: {_cues(count)}"
    for cue in cues[:FIRST_CUES]:
        yield f"  {format_timestamp(cue.start)}  {cue.text}"
    for finding in transcript.findings:
        where = f"line {finding.line}: " if finding.line else ""
        yield f"  {where}{finding.message} ({finding.code})"


def _cues(number: int) -> str:
    return f"{number} cue" if number == 1 else f"{number} cues"
