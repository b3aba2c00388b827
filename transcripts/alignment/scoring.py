"""How well starts are found: labelled episodes in, tables out. docs/chapters.md tells the form of a folder. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from episodes.names import fold
from episodes.notes.document import ParsedSegment
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import plain_text, render
from transcripts.alignment.align import Placement, SegmentText, align
from transcripts.cues import ParsedCue
from transcripts.formats import parse_transcript

# A listener who comes in a quarter of a minute early or late has not missed it.
LEAST_TOLERANCE: Final = 15.0


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A segment as somebody has labelled it; ``starts`` is empty where it is not spoken."""

    position: int
    kind: str
    title: str
    host: str
    starts: tuple[float, ...]
    tolerance: float


@dataclass(frozen=True, kw_only=True)
class LabelledEpisode:
    number: int
    labels: tuple[Labelled, ...]
    segments: tuple[SegmentText, ...]
    cues: tuple[ParsedCue, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A label with what was found for it: ``is_right`` is None where nobody says it is spoken."""

    episode: int
    label: Labelled
    start: float | None
    confidence: float

    @property
    def is_right(self) -> bool | None:
        if not self.label.starts:
            return None
        tolerance = max(self.label.tolerance, LEAST_TOLERANCE)
        return self.start is not None and any(abs(self.start - one) <= tolerance for one in self.label.starts)


def read_folder(folder: Path) -> Iterator[LabelledEpisode]:
    """Raises OSError, ValueError and what the transcripts' readers raise."""
    for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        notes = _text(folder / "notes" / PurePosixPath(entry["notes"]).name)
        words = _text(folder / "transcripts" / PurePosixPath(entry["transcript"]).name)
        labels = tuple(_label(segment) for segment in entry["segments"])
        yield LabelledEpisode(
            number=entry["episode"],
            labels=labels,
            segments=tuple(segment_texts(labels, parse_notes(notes).segments)),
            cues=parse_transcript(words).cues,
        )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _label(segment: dict[str, Any]) -> Labelled:
    starts = [segment.get("start"), *_alternatives(segment.get("alt"))]
    return Labelled(
        position=segment["position"],
        kind=segment["kind"],
        title=segment.get("title") or "",
        host=segment.get("host") or "",
        starts=tuple(float(start) for start in starts if start is not None),
        tolerance=float(segment.get("tolerance") or 0),
    )


def _alternatives(alt: Any) -> list[float]:
    return alt if isinstance(alt, list) else [] if alt is None else [alt]


def segment_texts(labels: Iterable[Labelled], parts: tuple[ParsedSegment, ...]) -> Iterator[SegmentText]:
    """The labelled segments with what the notes say of each."""
    for label in labels:
        own = [part for part in parts if _is(part, label)]
        yield SegmentText(
            kind=label.kind,
            title=_spoken_title(label),
            host=label.host,
            body="\n".join(body_of(part.source) for part in own),
            urls=tuple(url for part in own for url in (part.url, *(link.url for link in part.links)) if url),
        )


def _spoken_title(label: Labelled) -> str:
    """What hosts call a section is no word of its own."""
    return (
        label.title if label.kind in ("topic", "sponsor", "intro") else label.title.partition(":")[2].strip()
    )


def _is(part: ParsedSegment, label: Labelled) -> bool:
    if label.kind in ("topic", "sponsor"):
        ours, theirs = fold(part.title), fold(label.title.lower().replace("sponsored by", ""))
        return bool(ours) and (ours == theirs or ours in theirs or (len(theirs) > 12 and theirs in ours))
    if label.kind == "extra":
        return part.kind in ("extra", "links")
    return part.kind == label.kind


def body_of(source: str) -> str:
    return plain_text(str(render(source)))


def judge(episode: LabelledEpisode) -> list[Judged]:
    placed: dict[int, Placement] = {one.segment: one for one in align(episode.segments, episode.cues)}
    return [
        Judged(
            episode=episode.number,
            label=label,
            start=placed[at].start.total_seconds() if at in placed else None,
            confidence=placed[at].confidence if at in placed else 0.0,
        )
        for at, label in enumerate(episode.labels)
    ]


def score_table(judged: list[Judged]) -> str:
    """Shares of right starts by kind, how far the confidence can be trusted, and starts of what is not spoken."""
    lines = [f"{'kind':<10}{'spoken':>8}{'right':>8}{'share':>8}"]
    kinds = ["topic", "sponsor", "intro", "extra", "joke"]
    for kind in [*kinds, "all"]:
        rows = [one for one in judged if one.is_right is not None and kind in (one.label.kind, "all")]
        right = sum(bool(one.is_right) for one in rows)
        if rows:
            lines.append(f"{kind:<10}{len(rows):>8}{right:>8}{right / len(rows):>8.2f}")
    lines += ["", f"{'confidence':<12}{'placed':>8}{'right':>8}{'share':>8}"]
    for low, high in ((0.9, 1.01), (0.7, 0.9), (0.5, 0.7), (0.0, 0.5)):
        rows = [one for one in judged if one.start is not None and low <= one.confidence < high]
        right = sum(one.is_right is True for one in rows)
        if rows:
            lines.append(f"{low:.1f} and up  {len(rows):>8}{right:>8}{right / len(rows):>8.2f}")
    false = sum(one.start is not None for one in judged if one.is_right is None)
    nulls = sum(one.is_right is None for one in judged)
    lines += ["", f"{false} of {nulls} segments that are not spoken were placed."]
    return "\n".join(lines)
