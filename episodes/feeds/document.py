"""What a podcast feed says, before it is XML. Addresses are whole; an empty value leaves no element."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from episodes.audio.enclosure import Enclosure
from episodes.feeds.chapters import Chapter


@dataclass(frozen=True, kw_only=True)
class FeedPerson:
    name: str
    role: str = "host"
    group: str = "cast"
    url: str = ""
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedTranscript:
    """``captions``: the words come with times."""

    url: str
    media_type: str
    language: str = ""
    captions: bool = False


@dataclass(frozen=True, kw_only=True)
class FeedLink:
    url: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FeedText:
    text: str
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedLocation:
    """``geo`` and ``osm`` as podcast:location writes them."""

    name: str
    geo: str = ""
    osm: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedLicence:
    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoteShow:
    guid: str
    feed_url: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedTrailer:
    title: str
    enclosure: Enclosure
    published_at: datetime
    season: int | None = None


@dataclass(frozen=True, kw_only=True)
class FeedSoundbite:
    start: timedelta
    duration: timedelta
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class AlternateEnclosure:
    """``bitrate`` is in bits a second, ``integrity`` as sha384-… in Base64."""

    enclosure: Enclosure
    integrity: str
    bitrate: int | None = None


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """``description`` is plain text, ``body`` is safe HTML whose addresses are whole.

    ``written`` is the item as writers wrote it, by the name of the writer: an item that is kept is written once.
    """

    title: str
    link: str
    guid: str
    published_at: datetime
    enclosure: Enclosure
    description: str = ""
    body: str = ""
    duration: timedelta | None = None
    explicit: bool = False
    blocked: bool = False
    episode_type: str = "full"
    season: int | None = None
    season_name: str = ""
    number: int | None = None
    number_display: str = ""
    image: str = ""
    transcripts: tuple[FeedTranscript, ...] = ()
    chapters_url: str = ""
    chapters: tuple[Chapter, ...] = ()
    people: tuple[FeedPerson, ...] = ()
    soundbites: tuple[FeedSoundbite, ...] = ()
    content_links: tuple[FeedLink, ...] = ()
    alternate: AlternateEnclosure | None = None
    written: dict[str, str] = field(init=False, default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class FeedPages:
    """Where the feed's other pages are (RFC 5005); all empty in a feed of one page."""

    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedChannel:
    """``categories`` are Apple's, a subcategory written "Parent > Child"; ``guid`` is the podcast:guid.

    ``feed_url`` is the address of this very document, ``hubs`` are the WebSub hubs that hear of its changes.
    """

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
    show_type: str = "episodic"
    blocked: bool = False
    complete: bool = False
    new_feed_url: str = ""
    locked: bool = False
    hubs: tuple[str, ...] = ()
    pages: FeedPages = field(default_factory=FeedPages)
    uses_podping: bool = False
    people: tuple[FeedPerson, ...] = ()
    fundings: tuple[FeedLink, ...] = ()
    location: FeedLocation | None = None
    licence: FeedLicence | None = None
    texts: tuple[FeedText, ...] = ()
    update_frequency: str = ""
    update_rule: str = ""
    podroll: tuple[RemoteShow, ...] = ()
    trailers: tuple[FeedTrailer, ...] = ()
