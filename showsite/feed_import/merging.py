"""Three values of a field: what the feed said the last time, what it says now, and what stands here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

LONGEST_KEPT = 200


@dataclass(frozen=True, kw_only=True)
class Merge:
    """``changes`` are to be written; ``kept`` names fields that differ in the feed and were edited here."""

    changes: dict[str, Any]
    kept: tuple[str, ...]
    values: dict[str, Any]


def merge(row: models.Model, feed: Mapping[str, Any], before: Mapping[str, Any]) -> Merge:
    """What the feed changes in a row. A field that was edited here is never touched."""
    changes: dict[str, Any] = {}
    kept: list[str] = []
    remembered = {name: remembrance(value) for name, value in feed.items()}
    for name, value in feed.items():
        here = getattr(row, name)
        if here == value or (name in before and before[name] == remembered[name]):
            continue
        if row._state.adding or _is_unedited(row, name, here, before):
            changes[name] = value
        else:
            kept.append(name)
    return Merge(changes=changes, kept=tuple(kept), values=remembered)


def _is_unedited(row: models.Model, name: str, here: Any, before: Mapping[str, Any]) -> bool:
    if name in before:
        return bool(remembrance(here) == before[name])
    return bool(here == row._meta.get_field(name).get_default())  # type: ignore[union-attr]


def remembrance(value: Any) -> Any:
    """A value as JSON remembers it; a long text by its hash."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and len(value) > LONGEST_KEPT:
        return f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
    return list(value) if isinstance(value, tuple) else value
