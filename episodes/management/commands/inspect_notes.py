"""Say what show notes hold, file by file, without a database: for hosts before an import, and for other tools."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from episodes.notes.document import Finding, ParsedNotes, ParsedSegment, SegmentKind
from episodes.notes.filenames import number_from_name
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
        reports, failed = [], False
        for file in files:
            try:
                reports.append(inspect_file(file))
            except (OSError, UndecodableNotes) as trouble:
                failed = True
                reason = trouble.strerror if isinstance(trouble, OSError) else trouble
                self.stderr.write(f"{file}: {reason}")
        if as_json:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join(map(as_text, reports)))
        if failed:
            sys.exit(1)


def inspect_file(file: str) -> dict[str, Any]:
    """The report on one file; raises ``OSError`` or ``UndecodableNotes``.

    The number in the file's name wins over the heading's, as that is how hosts file their notes.
    """
    text, unusual = read_notes(Path(file).read_bytes())
    notes = parse_notes(text)
    named = number_from_name(file)
    findings = {*unusual, *notes.findings, *_number_findings(named, notes)}
    return {
        "file": file,
        "number": notes.number if named is None else named,
        "title": notes.title,
        "sponsors": [sponsor.name for sponsor in notes.sponsors],
        "guests": [guest.name for guest in notes.guests],
        "segments": [_segment(topic) for topic in notes.topics],
        "links_total": notes.links_total,
        "images_total": notes.images_total,
        "fenced_code_blocks": notes.fenced_code_blocks,
        "extras": notes.has(SegmentKind.EXTRA),
        "joke": notes.has(SegmentKind.JOKE),
        "findings": [
            {"line": one.line, "code": one.code, "message": one.message}
            for one in sorted(findings, key=lambda one: (one.line, one.code, one.message))
        ],
    }


def _number_findings(named: int | None, notes: ParsedNotes) -> list[Finding]:
    if named is None or notes.number in {None, named}:
        return []
    message = f"The heading says episode {notes.number}, the file's name {named}: the name's number is used."
    return [Finding(line=0, code="number-differs", message=message)]


def _segment(topic: ParsedSegment) -> dict[str, Any]:
    return {
        "order": topic.number,
        "label": topic.label,
        "host": topic.host,
        "title": topic.title,
        "url": topic.url,
    }


def as_text(report: dict[str, Any]) -> str:
    """One file's report for a reader."""
    number = "no number" if report["number"] is None else f"episode {report['number']}"
    title = f", “{report['title']}”" if report["title"] else ""
    also = [word for word in ("extras", "joke") if report[word]]
    return "\n".join(
        [
            f"{report['file']}: {number}{title}",
            *_segment_lines(report["segments"]),
            f"  sponsors  {', '.join(report['sponsors']) or '-'}",
            f"  guests    {', '.join(report['guests']) or '-'}",
            f"  also      {', '.join(also) or '-'}",
            f"  holds     {report['links_total']} links, {report['images_total']} images, "
            f"{report['fenced_code_blocks']} code blocks",
            *_finding_lines(report["findings"]),
        ]
    )


def _segment_lines(segments: list[dict[str, Any]]) -> list[str]:
    widest = max((len(one["host"]) for one in segments), default=0)
    lines = []
    for one in segments:
        label = f"#{one['label']}" if one["label"] else ""
        heading = f"  {one['order']:>2}  {label:<5}{one['host']:<{widest}}  {one['title'] or '(no title)'}"
        lines.append(heading.rstrip())
        if one["url"]:
            lines.append(f"{'':<{11 + widest}}{one['url']}")
    return lines


def _finding_lines(findings: list[dict[str, Any]]) -> list[str]:
    return [
        f"  {'file' if not one['line'] else 'line ' + str(one['line']):<9} {one['message']} [{one['code']}]"
        for one in findings
    ]
