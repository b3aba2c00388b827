"""What every reader shares: clean lines in, cues as written, a settled transcript out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from episodes.notes.document import Finding
from episodes.timestamps import format_timestamp
from transcripts.cues import ParsedCue, ParsedTranscript
from transcripts.formats.errors import NoCues, TranscriptTooLarge
from transcripts.formats.labels import LABEL, repeated

MAX_CHARACTERS: Final = 5 * 1024 * 1024
MAX_CUES: Final = 50_000
MAX_SPEAKER: Final = 100
# Of a name in the text, before it is told.
MANY: Final = 5

# PostgreSQL refuses NUL, UTF-8 refuses lone surrogates, terminals obey the rest. Breaks and tabs stay.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class WrittenCue(NamedTuple):
    """A cue as the file has it: no end, an end before the start, or no text at all may occur."""

    line: int
    start: timedelta
    end: timedelta | None
    text: str
    speaker: str = ""


class Block(NamedTuple):
    """A line that opens a cue, and the lines up to the next such line."""

    line: int
    opening: re.Match[str]
    body: list[str]


def unify(text: str) -> str:
    """Drop a byte order mark and characters nobody can read; make every line end a newline."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", text)


def split_blocks(lines: Iterable[str], opening: re.Pattern[str]) -> list[Block]:
    """Cut the lines at each that ``opening`` matches; what comes before the first is a header."""
    blocks: list[Block] = []
    for number, line in enumerate(lines, start=1):
        if line and (match := opening.match(line)):
            refuse_too_many(len(blocks) + 1)
            blocks.append(Block(number, match, []))
        elif blocks:
            blocks[-1].body.append(line)
    return blocks


def refuse_too_many(cues: int) -> None:
    """To be asked before memory is spent on them. Raises TranscriptTooLarge."""
    if cues > MAX_CUES:
        raise TranscriptTooLarge(f"More than {MAX_CUES:,} cues: no episode has as many.")


def one_line(text: str) -> str:
    """Line breaks in a cue belong to the screen it was made for: runs of white space become a space."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def unreadable_time(line: int, seen: str) -> Finding:
    return Finding(
        line=line, code="unreadable-time", message=f"No cue can be read from “{seen[:60]}”: it is left out."
    )


def settle(form: str, read: Iterable[WrittenCue | Finding]) -> ParsedTranscript:
    """Make cues out of cues as written: ends are filled in, empty cues left out, oddities reported.

    Raises NoCues where nothing is left, and TranscriptTooLarge.
    """
    written, findings = _sort_out(read)
    kept = [cue for cue in written if cue.text]
    if not kept:
        raise NoCues(f"No cue with text in this {form} transcript ({_seen(written, findings)}).")
    findings += _order_findings(kept)
    if len(kept) < len(written):
        findings.append(_empty_finding([cue for cue in written if not cue.text]))
    findings += _name_findings(kept)
    findings.sort(key=lambda finding: finding.line)
    return ParsedTranscript(format=form, cues=tuple(_timed(kept)), findings=tuple(findings))


def _sort_out(read: Iterable[WrittenCue | Finding]) -> tuple[list[WrittenCue], list[Finding]]:
    written: list[WrittenCue] = []
    findings: list[Finding] = []
    for count, item in enumerate(read, start=1):
        refuse_too_many(count)
        if isinstance(item, Finding):
            findings.append(item)
        else:
            speaker = one_line(item.speaker)[:MAX_SPEAKER].rstrip()
            written.append(item._replace(text=one_line(item.text), speaker=speaker))
    return written, findings


def _timed(written: list[WrittenCue]) -> Iterator[ParsedCue]:
    following = [cue.start for cue in written[1:]] + [None]
    for cue, next_start in zip(written, following, strict=True):
        end = cue.end
        if end is None or end < cue.start:
            end = _missing_end(cue, next_start)
        yield ParsedCue(start=cue.start, end=end, text=cue.text, speaker=cue.speaker)


def _missing_end(cue: WrittenCue, next_start: timedelta | None) -> timedelta | None:
    if next_start is None:
        return None if cue.end is None else cue.start
    return max(next_start, cue.start)


def _order_findings(written: list[WrittenCue]) -> Iterator[Finding]:
    above = timedelta(0)
    for cue in written:
        at = format_timestamp(cue.start)
        if cue.end is not None and cue.end < cue.start:
            yield Finding(
                line=cue.line, code="ends-before-start", message=f"The cue at {at} ends before it starts."
            )
        if cue.start < above:
            message = f"The cue at {at} starts before the one above it."
            yield Finding(line=cue.line, code="starts-back", message=message)
        above = cue.start


def _name_findings(written: list[WrittenCue]) -> Iterator[Finding]:
    """Machines write names into the text too, often wrong ones: they are told, and stay what was said."""
    if any(cue.speaker for cue in written):
        return
    names = repeated(label[1] for cue in written if (label := LABEL.match(cue.text)))
    if told := [f"“{name}:” ({count})" for name, count in names.items() if count >= MANY][:5]:
        message = f"Many cues begin with what may be a speaker's name, kept as text: {', '.join(told)}."
        yield Finding(line=0, code="names-in-text", message=message)


def _empty_finding(empty: list[WrittenCue]) -> Finding:
    message = f"{_count(len(empty), 'cue')} without text left out."
    return Finding(line=empty[0].line, code="empty-cues", message=message)


def _seen(written: list[WrittenCue], findings: list[Finding]) -> str:
    return f"{_count(len(written), 'cue')} without text, {_count(len(findings), 'unreadable time')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
