"""What the clocks of a place show, and which moments that means: an hour a year is skipped, another comes twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def moments_of(shown: datetime, zone: ZoneInfo) -> list[datetime]:
    """The moments at which clocks show a time: one; none where it is skipped; two where it comes twice."""
    return [one for one in around(shown, zone) if one.astimezone(zone).replace(tzinfo=None) == shown]


def around(shown: datetime, zone: ZoneInfo) -> list[datetime]:
    """What a time means by the clocks before a change and by those after it. For one that is skipped, these are as
    much before the change and as much after it."""
    return sorted({shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)})


def as_offset(moment: datetime, zone: ZoneInfo) -> str:
    """ "UTC+01:00"."""
    return f"UTC{moment.astimezone(zone).isoformat(timespec='seconds')[19:]}"


def a_week_later(moment: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The next time after now at which clocks show the same, on the same day of the week; without a zone."""
    shown = moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    weeks = (now.astimezone(zone).replace(tzinfo=None) - shown) // timedelta(weeks=1) + 1
    return shown + max(1, weeks) * timedelta(weeks=1)
