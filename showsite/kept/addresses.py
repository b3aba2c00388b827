"""Which addresses are kept, and which are one: what a page does not listen to is no part of its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, resolve

LONGEST: Final = 500
NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """``listens`` names the parameters that change the page, each with the values that are kept; None for what is
    made anew each time, because there is no end of it. ``by_destination``: a browser gets another page than an app.
    """

    listens: Mapping[str, re.Pattern[str] | None] = field(default_factory=dict)
    by_destination: bool = False

    def query(self, raw: str) -> str | None:
        """The part of a query that the page listens to, in one order; None where the answer is not kept."""
        if not raw:
            return ""
        asked: dict[str, str] = {}
        for name, value in parse_qsl(raw[:LONGEST], keep_blank_values=True):
            if name in self.listens:
                values = self.listens[name]
                if values is None or name in asked or not values.fullmatch(value):
                    return None
                asked[name] = value
        return urlencode(sorted(asked.items())) if len(raw) <= LONGEST else None


PLAIN: Final = Rule()
PAGED: Final = Rule(listens={"page": NUMBER})
FEED: Final = Rule(listens={"page": NUMBER, "raw": None}, by_destination=True)
PLAYER: Final = Rule(listens={"theme": re.compile("light|dark")})

# By the names of their views.
KEPT: Final[Mapping[str, Rule]] = {
    "home": PLAIN,
    "robots": PLAIN,
    "opensearch": PLAIN,
    "manifest": PLAIN,
    "llms": PLAIN,
    "sitemap": PLAIN,
    "sitemap-section": Rule(listens={"p": NUMBER}),
    "episodes:archive": Rule(listens={"page": NUMBER, "topic": None, "person": None, "q": None}),
    "episodes:detail": PLAIN,
    "episodes:segment": PLAIN,
    "episodes:chapters": PLAIN,
    "episodes:embed": PLAYER,
    "episodes:segment-embed": PLAYER,
    "episodes:feed": FEED,
    "episodes:feed-all": FEED,
    "episodes:feed-bonus": FEED,
    "episodes:feed-json": PAGED,
    "episodes:feed-person": FEED,
    "episodes:feed-topic": FEED,
    "episodes:feed-project": FEED,
    "episodes:people": PAGED,
    "episodes:person": PAGED,
    "episodes:topics": PLAIN,
    "episodes:topic": PAGED,
    "episodes:links": Rule(listens={"q": None}),
    "episodes:site": PAGED,
    "episodes:project": PAGED,
    "episodes:sponsors": PAGED,
    "transcripts:feed": FEED,
    "transcripts:detail": Rule(listens={"q": None}),
    "transcripts:file": PLAIN,
}

# Every other public view, with the reason: a test wants each to be in one of the two.
NEVER: Final[Mapping[str, str]] = {
    "healthz": "says how things are now",
    "readyz": "says how things are now",
    "favicon": "a redirect",
    "media": "a redirect; copies a picture where everybody may see it",
    "search": "there is no end of what is asked",
    "episodes:oembed": "there is no end of what is asked",
    "episodes:detail-short": "a redirect",
    "episodes:audio": "a redirect that is counted",
    "episodes:short": "a redirect that is counted",
    "episodes:card": "a redirect; draws the card where it is not there",
    "episodes:segment-card": "a redirect; draws the card where it is not there",
    "shortlinks:go": "a redirect that is counted, and ends with a day",
    "inbox:submit": "a form with a stamp of its own",
    "inbox:correct": "a form with a stamp of its own",
    "inbox:sent": "private to whoever sent it",
    "episodes:preview": "private to whoever has the link",
    "episodes:preview-audio": "private to whoever has the link",
    "transcripts:preview": "private to whoever has the link",
}


@lru_cache(maxsize=4096)
def rule_of(path: str) -> tuple[str, Rule] | None:
    """The name of the view at a path, and how it is kept; None for what is not."""
    if len(path) > LONGEST:
        return None
    try:
        view = resolve(path).view_name
    except Resolver404:
        return None
    return (view, KEPT[view]) if view in KEPT else None
