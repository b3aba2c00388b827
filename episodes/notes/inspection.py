"""What notes were read as, for a host (``to_text``) and for other tools (``to_json``). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from episodes.timestamps import format_timestamp

from .document import Finding, ParsedNotes, ParsedSegment, SegmentKind


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """Notes, the number that counts for them, and everything that was found about them, in order."""

    number: int | None
    notes: ParsedNotes
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        notes = self.notes
        return {
            "number": self.number,
            "title": notes.title,
            "sponsors": [sponsor.name for sponsor in notes.sponsors],
            "guests": [guest.name for guest in notes.guests],
            "segments": [_topic(topic) for topic in notes.topics],
            "links_total": notes.links_total,
            "images_total": notes.images_total,
            "fenced_code_blocks": notes.fenced_code_blocks,
            "extras": notes.has(SegmentKind.EXTRA),
            "joke": notes.has(SegmentKind.JOKE),
            "findings": [
                {"line": one.line, "code": one.code, "message": one.message} for one in self.findings
            ],
        }

    def to_text(self) -> str:
        """Lines for a reader; what the notes do not have is left out."""
        number = "no number" if self.number is None else f"episode {self.number}"
        title = f", “{self.notes.title}”" if self.notes.title else ""
        facts = [f"  {name:<9} {value}" for name, value in self._facts() if value]
        return "\n".join(
            [number + title, *_topic_lines(self.notes.topics), *facts, *map(_finding_line, self.findings)]
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        notes = self.notes
        extras = (one for one in notes.segments if one.kind is SegmentKind.EXTRA)
        jokes = (one for one in notes.segments if one.kind is SegmentKind.JOKE)
        yield "sponsors", ", ".join(sponsor.name for sponsor in notes.sponsors)
        yield "guests", ", ".join(guest.name for guest in notes.guests)
        yield "extras", ", ".join(dict.fromkeys(_timed(one.host or "everybody", one) for one in extras))
        yield "joke", "; ".join(_timed(one.title or "yes", one) for one in jokes)
        yield "video", notes.youtube_id
        yield "recorded", notes.recorded_on.isoformat() if notes.recorded_on else ""
        yield "holds", ", ".join(_counted(notes))


def _topic(topic: ParsedSegment) -> dict[str, Any]:
    return {
        "order": topic.number,
        "label": topic.label,
        "host": topic.host,
        "title": topic.title,
        "url": topic.url,
    }


def _topic_lines(topics: tuple[ParsedSegment, ...]) -> Iterator[str]:
    widest = max((len(topic.host) for topic in topics), default=0)
    for topic in topics:
        label = f"#{topic.label}" if topic.label else ""
        title = _timed(topic.title or "(no title)", topic)
        yield f"  {topic.number:>2}  {label:<5}{topic.host:<{widest}}  {title}"
        if topic.url:
            yield f"{'':<{11 + widest}}{topic.url}"


def _timed(text: str, part: ParsedSegment) -> str:
    return text if part.start is None else f"{text}  [{format_timestamp(part.start)}]"


def _counted(notes: ParsedNotes) -> Iterator[str]:
    for count, name in (
        (notes.links_total, "link"),
        (notes.images_total, "image"),
        (notes.fenced_code_blocks, "code block"),
    ):
        if count:
            yield f"{count} {name}{'s' if count > 1 else ''}"


def _finding_line(one: Finding) -> str:
    place = f"line {one.line}" if one.line else "file"
    return f"  {place:<9} {one.message} [{one.code}]"
