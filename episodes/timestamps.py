"""Times as people write them ("4:05", "75:10", "1:02:03", "00:01:02.500") <-> ``timedelta``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

# Bounded digits keep every match inside what a timedelta can hold. SubRip writes a comma for the point.
TIMESTAMP: Final = r"(?:[0-9]{1,4}:[0-5][0-9]|[0-9]{1,4}):[0-5][0-9](?:[.,][0-9]{1,6})?"
_WHOLE: Final = re.compile(TIMESTAMP)


def parse_timestamp(text: str) -> timedelta | None:
    """Read M:SS, MM:SS, H:MM:SS or HH:MM:SS with optional decimals; None for anything else.

    Without hours the minutes may pass 59: "75:10" is an hour, fifteen minutes and ten seconds.
    """
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        return None
    whole, _, fraction = text.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return timedelta(seconds=seconds, microseconds=int(fraction.ljust(6, "0")) if fraction else 0)


def format_timestamp(time: timedelta) -> str:
    """Write whole seconds, rounded down: "01:04" below an hour, "1:02:03" from there on."""
    minutes, seconds = divmod(max(0, int(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def format_clock(time: timedelta) -> str:
    """Write a time that is to be typed over, to the millisecond: "00:01:02", or "00:01:02.5" where it has to be."""
    whole, milliseconds = divmod(time // timedelta(milliseconds=1), 1000)
    minutes, seconds = divmod(whole, 60)
    fraction = f".{milliseconds:03}".rstrip("0") if milliseconds else ""
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{fraction}"


def format_seconds(time: timedelta) -> str:
    """Write seconds, to the hundredth and as short as it goes: "12.3"."""
    return f"{time.total_seconds():.2f}".rstrip("0").rstrip(".")
