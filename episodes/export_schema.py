"""The shapes of an export: which keys a show and an episode have, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from episodes.front_matter import BrokenFrontMatter
from episodes.models import Episode, Show
from episodes.names import is_web_address
from episodes.notes.document import SegmentKind
from episodes.roles import ROLES
from episodes.values import (
    Reader,
    WrongValue,
    boolean,
    choice,
    day,
    list_of,
    mapping,
    moment,
    number,
    pattern,
    seconds,
    share,
    text,
    uuid,
)

SMALL: Final = 32_767
BIG: Final = 2_147_483_647


def web_address(longest: int) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not is_web_address(value, longest):
            raise WrongValue("should be an address that starts with https://")
        return value

    return read


def slug(longest: int) -> Reader:
    return pattern(r"[-a-zA-Z0-9_]+", longest, f"of letters, digits and dashes, at most {longest}")


def key(folder: str) -> Reader:
    return pattern(rf"{folder}/(?:[\w-]+[./])*[\w-]+", 255, f"the key of an object, {folder}/…")


LINK: Final = {"label": text(80), "url": web_address(500), "order": number(SMALL)}
PERSON: Final = mapping(
    {
        "name": text(128),
        "slug": slug(50),
        "bio": text(20_000),
        "picture": key("people"),
        "links": list_of(mapping(LINK, ["url"])),
    },
    ["name", "slug"],
)
OLD_FEED: Final = mapping(
    {
        "host_name": pattern(r"[a-z0-9.-]*", 255, "the name of a host"),
        "path": pattern(r"/[^?#\s]*", 255, "a path such as /rss"),
    },
    ["path"],
)
FEED_WORDS: Final = {
    "show_type": choice(*Show.Type.values),
    "locked": boolean,
    "blocked": boolean,
    "complete": boolean,
    "new_feed_url": web_address(500),
    "location": text(128),
    "location_geo": text(64),
    "location_osm": text(32),
    "update_frequency": text(128),
    "update_rule": text(255),
    "fundings": list_of(
        mapping({"url": web_address(500), "text": text(128), "order": number(SMALL)}, ["url", "text"])
    ),
    "podroll": list_of(
        mapping({"guid": uuid, "url": web_address(500), "title": text(255), "order": number(SMALL)}, ["guid"])
    ),
    "feed_texts": list_of(
        mapping({"purpose": text(128), "text": text(4000), "order": number(SMALL)}, ["text"])
    ),
    "seasons": list_of(mapping({"number": number(SMALL), "name": text(128)}, ["number", "name"])),
    "old_feeds": list_of(OLD_FEED),
    "topics": list_of(mapping({"name": text(80), "slug": slug(80)}, ["name", "slug"])),
}
SHOW: Final = mapping(
    {
        "title": text(255),
        "slug": slug(50),
        "tagline": text(255),
        "description": text(20_000),
        "language": pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", 12, "a code such as en-gb"),
        "author": text(255),
        "owner_name": text(255),
        "owner_email": text(254),
        "artwork": key("artwork"),
        "categories": list_of(text(80)),
        "explicit": boolean,
        **FEED_WORDS,
        "licence": text(80),
        "licence_url": web_address(200),
        "copyright": text(255),
        "site_address": pattern(r"https?://[^/?#]+", 200, "an address without a path"),
        "host_name": pattern(r"[a-z0-9.-]+", 255, "the name of a host"),
        "time_zone": text(64),
        "guid": uuid,
        "hosts": list_of(mapping({"person": slug(50), "order": number(SMALL)}, ["person"])),
        "aliases": list_of(mapping({"name": text(80), "person": slug(50)}, ["name", "person"])),
        "glossary": list_of(
            mapping(
                {"heard": text(100), "meant": text(100), "inside_words": boolean, "keeps_case": boolean},
                ["heard", "meant"],
            )
        ),
        "subscribe": list_of(mapping(LINK | {"url": web_address(200)}, ["label", "url"])),
        "people": list_of(PERSON),
        "sponsors": list_of(
            mapping(
                {
                    "name": text(128),
                    "slug": slug(50),
                    "url": web_address(500),
                    "aliases": list_of(text(128)),
                },
                ["name", "slug"],
            )
        ),
    },
    ["title", "slug", "site_address", "host_name"],
)
AUDIO: Final = {
    "key": key("audio"),
    "size": number(2**62),
    "type": text(50),
    "duration": seconds,
    "hash": pattern(r"[0-9a-f]{64}", 64, "a SHA-256"),
    "integrity": pattern(r"sha384-[A-Za-z0-9+/]{64}", 80, "a SHA-384 such as sha384-…"),
    "original": key("audio"),
    "tags": pattern(r"[0-9a-f]{64}", 64, "a SHA-256"),
}
SPONSORSHIP: Final = {
    "sponsor": slug(50),
    "title": text(255),
    "text": text(50_000),
    "url": web_address(500),
    "start": seconds,
    "order": number(SMALL),
    "segment": slug(80),
}
PROPOSAL: Final = mapping(
    {"start": seconds, "confidence": share, "evidence": text(300), "refused": boolean},
    ["start", "confidence"],
)
SEGMENT: Final = {
    "slug": slug(80),
    "kind": choice(*(kind.value for kind in SegmentKind)),
    "title": text(500),
    "url": text(2000),
    "host": text(80),
    "person": slug(50),
    "start": seconds,
    "origin": choice("notes", "host", "found"),
    "proposal": PROPOSAL,
}
SOUNDBITE: Final = {
    "start": seconds,
    "duration": seconds,
    "title": text(128),
    "text": text(5000),
    "accepted": boolean,
}
EPISODE: Final = mapping(
    {
        "number": number(BIG),
        "number_display": text(32),
        "season": number(SMALL),
        "title": text(255),
        "slug": slug(120),
        "type": choice(*Episode.Type.values),
        "summary": text(500),
        "recorded_on": day,
        "published_at": moment,
        "first_published_at": moment,
        "guid": text(255),
        "explicit": boolean,
        "blocked": boolean,
        "artwork": key("artwork"),
        "audio": mapping(AUDIO, ["key", "size", "type", "duration"]),
        "credits": list_of(
            mapping({"person": slug(50), "role": choice(*ROLES), "order": number(SMALL)}, ["person"])
        ),
        "sponsorships": list_of(mapping(SPONSORSHIP, ["sponsor"])),
        "segments": list_of(mapping(SEGMENT, ["slug"])),
        "topics": list_of(slug(80)),
        "content_links": list_of(
            mapping({"url": web_address(500), "text": text(128), "order": number(SMALL)}, ["url", "text"])
        ),
        "soundbites": list_of(mapping(SOUNDBITE, ["start", "duration"])),
    }
)


def read_values(reader: Reader, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the form in which exports write them. Raises ``BrokenFrontMatter``."""
    try:
        return dict(reader(values))
    except WrongValue as error:
        raise BrokenFrontMatter(f"{error}.") from error
