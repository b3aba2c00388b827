"""What the head of notes says about the recording: its video on YouTube, and its date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

_ID: Final = r"(?P<id>[\w-]{11})(?![\w-])"
_ADDRESS: Final = re.compile(
    rf"youtu(?:\.be/|be(?:-nocookie)?\.com/(?:watch\?(?:[^\s\"#]{{0,200}}&)?v=|embed/|live/|shorts/)){_ID}",
    re.ASCII,
)
_LINE: Final = re.compile(rf"\W*youtube\b[\s:*]{{0,20}}id\s?[=:][\s*_\"'`]*?{_ID}", re.ASCII | re.IGNORECASE)
_ABOUT_US: Final = re.compile(r"<iframe|live ?stream|\b(?:video|watch|recording|recorded)\b", re.IGNORECASE)
_ANY_ADDRESS: Final = re.compile(r"https?://\S+")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_RECORDED: Final = re.compile(
    r"\brecorded (?:live )?on (?:[a-z]{3,9}day,? )?"
    r"(?:(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    r"|(?P<first>[0-9]{1,2})\.? (?P<then>[a-z]{3,9})),? "
    r"(?P<year>[0-9]{4})\b",
    re.IGNORECASE,
)
_LONGEST: Final = 2000


def youtube_id(address: str) -> str:
    """The video that an address of YouTube, or its bare id, shows; "" for anything else."""
    found = _ADDRESS.search(address) or re.fullmatch(_ID, address, re.ASCII)
    return found["id"] if found else ""


def find_youtube_id(lines: Sequence[str], head: int) -> str:
    """From a line "YOUTUBE: id=..." anywhere, else a player or a link to the live stream above line ``head``.

    Editors of Markdown take the underscores of an id for emphasis: asterisks in it are theirs.
    """
    for line in lines:
        if found := _LINE.match(re.sub(r"[*\\]", "", line[:_LONGEST])):
            return found["id"]
    for line in lines[:head]:
        found = _ADDRESS.search(line[:_LONGEST])
        if found and _ABOUT_US.search(_ANY_ADDRESS.sub("", line[:_LONGEST])):
            return found["id"]
    return ""


def find_recording_date(lines: Sequence[str]) -> date | None:
    """From "recorded on January 10th, 2017"; a date without its year is none."""
    for line in lines:
        for found in _RECORDED.finditer(re.sub(r"[*_]", "", line[:_LONGEST])):
            month = _MONTHS.get((found["month"] or found["then"]).casefold())
            if month and (day := _date(int(found["year"]), month, int(found["day"] or found["first"]))):
                return day
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
