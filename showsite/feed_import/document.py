"""What somebody's podcast feed says, as values: the reader's answer, before any row exists.

Texts are as the feed has them, without what PostgreSQL and XML cannot hold; nothing in them is safe HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from episodes.feeds.chapters import Chapter
from episodes.feeds.document import FeedPerson, FeedTranscript
from episodes.notes.document import Finding


@dataclass(frozen=True, kw_only=True)
class ParsedChannel:
    """``categories`` are those of Apple, a subcategory written "Parent > Child"; ``guid`` is the podcast:guid."""

    title: str
    link: str = ""
    feed_url: str = ""
    description: str = ""
    language: str = ""
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    categories: tuple[str, ...] = ()
    explicit: bool = False
    copyright: str = ""
    licence: str = ""
    licence_url: str = ""
    guid: str = ""
    is_locked: bool = False
    image: str = ""
    people: tuple[FeedPerson, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParsedItem:
    """``notes`` and ``summary`` are HTML or plain text; ``guid`` is exactly the feed's, "" where it has none."""

    guid: str
    title: str = ""
    link: str = ""
    published_at: datetime | None = None
    season: int | None = None
    number: int | None = None
    episode_type: str = "full"
    explicit: bool = False
    summary: str = ""
    notes: str = ""
    image: str = ""
    audio_url: str = ""
    transcripts: tuple[FeedTranscript, ...] = ()
    chapters_url: str = ""
    chapters: tuple[Chapter, ...] = ()
    people: tuple[FeedPerson, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParsedFeed:
    """One document: of a feed in pages (RFC 5005), ``next_url`` is where the older episodes are."""

    channel: ParsedChannel
    items: tuple[ParsedItem, ...]
    next_url: str = ""
    findings: tuple[Finding, ...] = ()
