"""What people write in YAML -> values that rows take, and nothing else. Pure.

Each reader takes one value and returns it in the one form in which exports write it, or raises ``WrongValue``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

Reader = Callable[[Any], Any]

# PostgreSQL refuses NUL, UTF-8 refuses lone surrogates; YAML can spell both.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")

# Far beyond any recording, and what a PostgreSQL interval and a clock still show.
LONGEST: Final = timedelta(hours=10_000)


class WrongValue(ValueError):
    """The message names the key and what it should hold."""


def text(longest: int) -> Reader:
    def read(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise WrongValue("should be a text")
        if len(str(value)) > longest or _UNSTORABLE.search(str(value)):
            raise WrongValue(f"should be a text of at most {longest} characters")
        return str(value)

    return read


def pattern(expression: str, longest: int, what: str) -> Reader:
    compiled, plain = re.compile(expression), text(longest)

    def read(value: Any) -> Any:
        if not compiled.fullmatch(found := plain(value)):
            raise WrongValue(f"should be {what}")
        return found

    return read


def number(highest: int) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
            raise WrongValue(f"should be a whole number from 0 to {highest}")
        return value

    return read


def choice(*words: str) -> Reader:
    def read(value: Any) -> str:
        if value not in words:
            raise WrongValue(f"should be one of: {', '.join(words)}")
        return str(value)

    return read


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongValue("should be true or false")
    return value


def day(value: Any) -> str:
    """A date as ISO writes it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise WrongValue("should be a date such as 2026-05-17") from error


def moment(value: Any) -> str:
    """A time as ISO writes it, in UTC; one without an offset is UTC."""
    try:
        when = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise WrongValue("should be a time such as 2026-05-17T08:00:00+02:00") from error
    return when.isoformat()


def seconds(value: Any) -> int | float:
    """A length or place in time, in seconds, to the microsecond."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WrongValue("should be a number of seconds")
    if not 0 <= value < LONGEST.total_seconds():
        raise WrongValue("should be a number of seconds within a recording")
    return in_seconds(timedelta(seconds=value))


def share(value: Any) -> float:
    """A number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise WrongValue("should be a number from 0 to 1")
    return float(value)


def in_seconds(length: timedelta) -> int | float:
    whole = length.total_seconds()
    return int(whole) if whole == int(whole) else whole


def uuid(value: Any) -> str:
    try:
        return str(UUID(value))
    except (TypeError, ValueError, AttributeError) as error:
        raise WrongValue("should be a UUID") from error


def list_of(reader: Reader) -> Reader:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise WrongValue("should be a list")
        return [_at(f"entry {place}", reader, entry) for place, entry in enumerate(value, 1)]

    return read


def mapping(keys: Mapping[str, Reader], needed: Collection[str] = ()) -> Reader:
    """The known keys in their order; empty ones and unknown ones are left out."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise WrongValue("should be a list of keys and values")
        for key in needed:
            if is_empty(value.get(key)):
                raise WrongValue(f"has no “{key}”")
        return {
            key: _at(f"“{key}”", reader, value[key])
            for key, reader in keys.items()
            if not is_empty(value.get(key))
        }

    return read


def is_empty(value: Any) -> bool:
    """What a file does not say: nothing, "", no and []; 0 is a number."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def _at(place: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except WrongValue as error:
        separator = " " if str(error).startswith(("should", "has")) else ", "
        raise WrongValue(f"{place}{separator}{error}") from error
