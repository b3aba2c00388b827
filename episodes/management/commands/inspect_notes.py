"""Say what show notes hold, file by file, without a database: for hosts before an import, and for other tools."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from episodes.notes.document import Finding, ParsedNotes
from episodes.notes.filenames import number_from_name
from episodes.notes.inspection import Inspection
from episodes.notes.parser import parse_notes
from episodes.notes.reading import UndecodableNotes, read_notes


class Command(BaseCommand):
    help = "Show what notes files hold: segments, sponsors, guests, and what a host should look at."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="A Markdown file of show notes.")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Write a JSON list, one object a file."
        )

    def handle(self, *args: Any, files: list[str], as_json: bool, **options: Any) -> None:
        reports: list[tuple[str, Inspection]] = []
        failed = False
        for file in files:
            try:
                reports.append((file, inspect_file(file)))
            except (OSError, UndecodableNotes) as trouble:
                failed = True
                reason = trouble.strerror if isinstance(trouble, OSError) else trouble
                self.stderr.write(f"{file}: {reason}")
        if as_json:
            objects = [{"file": file, **report.to_json()} for file, report in reports]
            self.stdout.write(json.dumps(objects, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join(f"{file}: {report.to_text()}" for file, report in reports))
        if failed:
            sys.exit(1)


def inspect_file(file: str) -> Inspection:
    """What one file holds; raises ``OSError`` or ``UndecodableNotes``.

    The number in the file's name wins over the heading's, as that is how hosts file their notes.
    """
    text, unusual = read_notes(Path(file).read_bytes())
    notes = parse_notes(text)
    named = number_from_name(file)
    findings = {*unusual, *notes.findings, *_number_findings(named, notes)}
    return Inspection(
        number=notes.number if named is None else named,
        notes=notes,
        findings=tuple(sorted(findings, key=lambda one: (one.line, one.code, one.message))),
    )


def _number_findings(named: int | None, notes: ParsedNotes) -> list[Finding]:
    if named is None or notes.number in {None, named}:
        return []
    message = f"The heading says episode {notes.number}, the file's name {named}: the name's number is used."
    return [Finding(line=0, code="number-differs", message=message)]
