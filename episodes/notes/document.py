"""What a host's Markdown document says, as values: the parser's answer, before any row exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class SegmentKind(StrEnum):
    """What a part of the notes is. Every line of a document but its heading belongs to one part."""

    INTRO = "intro"
    SPONSOR = "sponsor"
    TOPIC = "topic"
    EXTRA = "extra"
    JOKE = "joke"
    LINKS = "links"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something a host should know about a line (counted from 1; 0 is the file as a whole)."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class ParsedLink:
    """A Markdown link of a segment; bare addresses are not links here. In a list of all links, those which stand
    in the notes above it are repeats."""

    text: str
    url: str
    is_repeat: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture that notes name and that we hold: its address on our own site, its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class ParsedSegment:
    """A part of the notes: its heading line taken apart, its body as Markdown.

    ``order`` counts all parts of the document from 1; ``number`` counts the topics alone.
    ``label`` and ``host`` are kept as written ("44", "Brain"); a part without one has "". Extras are one part for
    each host who has some, in the order of the notes; only the first can have a title of its own and a start.
    """

    kind: SegmentKind
    order: int
    number: int | None = None
    label: str = ""
    host: str = ""
    title: str = ""
    url: str = ""
    start: timedelta | None = None
    source: str = ""
    line: int = 1
    links: tuple[ParsedLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParsedSponsor:
    """A sponsor named by the notes; ``segment`` is the order of the part that names it."""

    name: str
    url: str = ""
    segment: int


@dataclass(frozen=True, kw_only=True)
class ParsedGuest:
    """A guest announced by the notes."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class ParsedNotes:
    """A whole document. ``body`` is what stands below its number heading and front matter, broken fences mended.
    ``references`` holds its link reference definitions as Markdown, so that a
    segment rendered alone still finds them; the totals count the whole file as CommonMark does. ``recorded_on`` is
    what the head of the notes says: hosts mistype years, so offer it, do not trust it."""

    number: int | None = None
    title: str = ""
    segments: tuple[ParsedSegment, ...] = ()
    sponsors: tuple[ParsedSponsor, ...] = ()
    guests: tuple[ParsedGuest, ...] = ()
    body: str = ""
    references: str = ""
    youtube_id: str = ""
    recorded_on: date | None = None
    links_total: int = 0
    images_total: int = 0
    fenced_code_blocks: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def topics(self) -> tuple[ParsedSegment, ...]:
        return tuple(part for part in self.segments if part.kind is SegmentKind.TOPIC)

    @property
    def presenters(self) -> tuple[str, ...]:
        """The names, as written, that segments are attributed to: hosts, and guests whom no line announces."""
        return tuple(dict.fromkeys(part.host for part in self.segments if part.host))

    def has(self, kind: SegmentKind) -> bool:
        return any(part.kind is kind for part in self.segments)
