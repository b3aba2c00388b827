"""What the podcast namespace asks of a host's values: checked where they are typed. Pure."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError

_GEO: Final = re.compile(r"geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?(,-?\d+(\.\d+)?)?(;[a-z0-9=.;-]+)?")
_OSM: Final = re.compile(r"[NWR]\d{1,18}(#\d{1,9})?")
_RULE_PART: Final = re.compile(r"[A-Z]+=[A-Z0-9,:+-]+")
_FREQUENCIES: Final = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_RULE_KEYS: Final = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO"),
    *("BYYEARDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "WKST"),
}
LICENCES: Final = ("ARR", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "POD-V4V-1.0")


def validate_geo(value: str) -> None:
    if not _GEO.fullmatch(value):
        raise ValidationError("Write a place as RFC 5870 does, such as geo:52.5,13.4.")


def validate_osm(value: str) -> None:
    if not _OSM.fullmatch(value):
        raise ValidationError("Write N, W or R and the number of the object in OpenStreetMap: R62422.")


def validate_rule(value: str) -> None:
    """A recurrence rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO."""
    parts = value.split(";")
    keys = [part.partition("=")[0] for part in parts]
    if not all(_RULE_PART.fullmatch(part) for part in parts) or len(set(keys)) != len(keys):
        raise ValidationError("Write a rule such as FREQ=WEEKLY;BYDAY=MO.")
    if unknown := [key for key in keys if key not in _RULE_KEYS]:
        raise ValidationError(f"{unknown[0]} is no part of a rule such as FREQ=WEEKLY;BYDAY=MO.")
    if dict(part.split("=", 1) for part in parts).get("FREQ") not in _FREQUENCIES:
        raise ValidationError("The rule needs a FREQ: DAILY, WEEKLY, MONTHLY or YEARLY.")
