"""What a podcast feed says, before it is XML. Addresses are whole; an empty value leaves no element."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from episodes.audio.enclosure import Enclosure
from episodes.feeds.chapters import Chapter


@dataclass(frozen=True, kw_only=True)
class FeedPerson:
    name: str
    role: str = "host"
    url: str = ""
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedTranscript:
    url: str
    media_type: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """``description`` is plain text, ``body`` is safe HTML whose addresses are whole."""

    title: str
    link: str
    guid: str
    published_at: datetime
    enclosure: Enclosure
    description: str = ""
    body: str = ""
    duration: timedelta | None = None
    explicit: bool = False
    episode_type: str = "full"
    season: int | None = None
    number: int | None = None
    image: str = ""
    transcripts: tuple[FeedTranscript, ...] = ()
    chapters_url: str = ""
    chapters: tuple[Chapter, ...] = ()
    people: tuple[FeedPerson, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeedChannel:
    """``categories`` are Apple's, a subcategory written "Parent > Child"; ``guid`` is the podcast:guid."""

    title: str
    link: str
    feed_url: str
    description: str
    language: str
    guid: str
    copyright: str = ""
    image: str = ""
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    categories: tuple[str, ...] = ()
    explicit: bool = False
    people: tuple[FeedPerson, ...] = ()
