"""Chapters of a feed -> where segments start. Chapters that belong to no segment become a list in the notes.

Reads JSON chapters, https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final, NoReturn

from django.conf import settings
from django.utils.translation import override

from episodes.feeds.chapters import Chapter
from episodes.feeds.xml import legal
from episodes.models import Episode, Segment
from episodes.names import fold, is_web_address
from episodes.notes.parser import parse_notes
from episodes.rundown import Item
from episodes.timestamps import format_timestamp
from showsite.feed_import.ahead import ReadNotes

MOST: Final = 500
LONGEST_SECONDS: Final = 100 * 3600
_NUMBERING: Final = re.compile(r"#?[0-9]{1,3}[.:)]?\s+")
_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")


class BadChapters(ValueError):
    """The document holds no chapters that can be read."""


def read_chapters(data: bytes) -> tuple[Chapter, ...]:
    """Raises ``BadChapters``."""
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadChapters("The chapters are no JSON.") from error
    listed = document.get("chapters") if isinstance(document, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST:
        raise BadChapters(f"The chapters are no list of up to {MOST}.")
    found = [chapter for entry in listed if isinstance(entry, dict) and (chapter := _chapter(entry))]
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _chapter(entry: dict[str, Any]) -> Chapter | None:
    start, title, url = entry.get("startTime"), entry.get("title"), entry.get("url")
    if isinstance(start, bool) or not isinstance(start, int | float) or not 0 <= start < LONGEST_SECONDS:
        return None
    words = " ".join(legal(title).split())[:500] if isinstance(title, str) else ""
    if not words or entry.get("toc") is False:
        return None
    return Chapter(start=timedelta(seconds=start), title=words, url=url if isinstance(url, str) else "")


def as_values(chapters: Iterable[Chapter]) -> list[list[Any]]:
    """Chapters as JSON remembers them."""
    return [[chapter.start.total_seconds(), chapter.title, chapter.url] for chapter in chapters]


def of_values(values: Iterable[list[Any]]) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(start=timedelta(seconds=start), title=title, url=url) for start, title, url in values
    )


def with_chapters(read: ReadNotes, chapters: Sequence[Chapter]) -> str:
    """Notes, below them the chapters as a list with times, where that makes segments of them.

    Not where the notes have times or one of the chapters already, nor where segments are told by their hosts.
    """
    notes, known = read.markdown, read.parsed.segments
    if not chapters:
        return notes
    titles = {fold(part.title) for part in known}
    if any(part.start is not None for part in known) or any(titles & set(_keys(one)) for one in chapters):
        return notes
    lines = "\n".join(f"- {format_timestamp(chapter.start)} {_linked(chapter)}" for chapter in chapters)
    longer = f"{notes.rstrip()}\n\n## Chapters\n\n{lines}\n".lstrip()
    placed = sum(part.start is not None for part in parse_notes(longer).segments)
    return longer if placed == len(chapters) else notes


def _linked(chapter: Chapter) -> str:
    title = _MARKS.sub(r"\\\1", chapter.title)
    return f"[{title}](<{chapter.url}>)" if _may_stand_in_brackets(chapter.url) else title


def _may_stand_in_brackets(url: str) -> bool:
    return is_web_address(url) and not set(url) & set("<>\\\n")


def set_starts(episode: Episode, chapters: Sequence[Chapter]) -> int:
    """Give segments the start of the chapter of their title; a start that is known stays. How many were found."""
    segments = [
        (_titles(segment), segment) for segment in episode.segments.prefetch_related("sponsorships__sponsor")
    ]
    found = 0
    for chapter in chapters:
        called = [segment for titles, segment in segments if titles & set(_keys(chapter))]
        found += bool(called)
        if not any(segment.start is not None for segment in called) and called:
            called[0].start, called[0].start_origin = chapter.start, Segment.StartOrigin.HOST
            called[0].save(update_fields=["start", "start_origin"])
    return found


def _titles(segment: Segment) -> set[str]:
    """Also as a feed of ours, in whatever language it was, would call it."""
    titles = {segment.title}
    for language, _name in settings.LANGUAGES:
        with override(language):
            titles |= {segment.heading, Item(segment=segment).contents_title}
    return {fold(title) for title in titles} - {""}


def _keys(chapter: Chapter) -> tuple[str, ...]:
    """The title as it may be compared: whole, and without a number in front."""
    keys = (fold(chapter.title), fold(_NUMBERING.sub("", chapter.title, count=1)))
    return tuple(key for key in keys if key)
