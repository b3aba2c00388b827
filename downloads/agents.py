"""Which app and device a user agent names, and whether it is one that nobody listens with.

The lists have the form of OPAWG's user-agents-v2 (https://github.com/opawg/user-agents-v2), and are asked in the
order that it prescribes: bots, apps, libraries, browsers; the first pattern that is found decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

KINDS: Final = ("bots", "apps", "libraries", "browsers", "devices", "referrers")
WEBSITE: Final = "Website player"
OTHER: Final = "Other"
BOT: Final = "bot"  # the category of libraries that scripts use rather than apps
MOST_ENTRIES: Final = 10_000
LONGEST_NAME: Final = 100
LONGEST_PATTERN: Final = 5_000


class NotAList(ValueError):
    """Why a document is no list of user agents."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    name: str
    category: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, kw_only=True, eq=False)
class AgentLists:
    bots: tuple[Entry, ...]
    apps: tuple[Entry, ...]
    libraries: tuple[Entry, ...]
    browsers: tuple[Entry, ...]
    devices: tuple[Entry, ...]
    referrers: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Agent:
    app: str
    device: str


@lru_cache(maxsize=4096)
def identify(lists: AgentLists, user_agent: str, referer: str, is_on_our_page: bool) -> Agent | None:
    """None for bots, for tools of scripts, and for whoever does not say what it is."""
    if not user_agent or _find(lists.bots, user_agent):
        return None
    app = WEBSITE if is_on_our_page else _app(lists, user_agent, referer)
    device = _find(lists.devices, user_agent)
    return Agent(app=app, device=device.name if device else OTHER) if app else None


def _app(lists: AgentLists, user_agent: str, referer: str) -> str:
    if app := _find(lists.apps, user_agent):
        return app.name
    if library := _find(lists.libraries, user_agent):
        return "" if library.category == BOT else library.name
    if browser := _find(lists.browsers, user_agent):
        page = _find(lists.referrers, referer)
        return page.name if page else browser.name
    return OTHER


def _find(entries: tuple[Entry, ...], text: str) -> Entry | None:
    return next((entry for entry in entries if entry.pattern.search(text)), None)


def read_lists(documents: Mapping[str, Any]) -> AgentLists:
    """One document a kind, each a list of entries. Raises ``NotAList``."""
    return AgentLists(**{kind: tuple(map(_compile, documents[kind])) for kind in KINDS})


def read_entries(text: bytes) -> list[dict[str, str]]:
    """The names, patterns and categories of one file, checked. Raises ``NotAList``."""
    try:
        entries = json.loads(text)["entries"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NotAList("It is no JSON object with a list of entries.") from error
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ENTRIES:
        raise NotAList(f"It has no entries, or more than {MOST_ENTRIES}.")
    return [_check(entry, place) for place, entry in enumerate(entries, start=1)]


def _check(entry: Any, place: int) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise NotAList(f"Entry {place} has no name and pattern.")
    kept = {key: entry.get(key) or "" for key in ("name", "pattern", "category")}
    if not all(isinstance(value, str) and "\0" not in value for value in kept.values()) or not kept["name"]:
        raise NotAList(f"Entry {place} has no name and pattern.")
    if len(kept["name"]) > LONGEST_NAME or len(kept["pattern"]) > LONGEST_PATTERN:
        raise NotAList(f"Entry {place} is too long.")
    _compile(kept)
    return kept


def _compile(entry: Mapping[str, str]) -> Entry:
    try:
        pattern = re.compile(entry["pattern"])
    except (re.error, OverflowError, RecursionError) as error:
        raise NotAList(f"The pattern of {entry['name']!r} is none: {error}.") from error
    if pattern.search("~"):
        raise NotAList(f"The pattern of {entry['name']!r} fits everything.")
    return Entry(name=entry["name"], category=entry.get("category", ""), pattern=pattern)
