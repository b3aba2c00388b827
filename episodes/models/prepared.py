"""A query of one shape, whose SQL is written once.

Django writes the SQL of a query set each time that it is asked, which for the queries of an episode's page takes many
times longer than the database needs for the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from django.db import models

from episodes.models.packed import unpack

M = TypeVar("M", bound=models.Model)
# What stands for a value while the SQL is written; nothing else in a query looks like it.
_MARKS: Final[dict[type, Callable[[int], Any]]] = {
    int: lambda place: 2_000_000_000 + place,
    str: lambda place: f"the value at {place}",
    datetime: lambda place: datetime(9000 + place, 1, 1, tzinfo=UTC),
    list: lambda place: [f"the list at {place}"],
}


@dataclass(frozen=True)
class _Value:
    """A parameter that is the value at this place."""

    place: int


@dataclass(frozen=True, kw_only=True)
class _Written:
    sql: str
    params: tuple[Any, ...]
    queryset: models.QuerySet[Any]


class Prepared(Generic[M]):
    """Called with values, answers the rows of ``make(*values)``.

    The values are numbers, texts, moments and lists of texts, each always of one type. What the query asks must not
    hang on them: with ``None`` it would have another shape. ``LookupError`` where it does not use one of them.
    """

    def __init__(self, make: Callable[..., models.QuerySet[M]]) -> None:
        self._make = make
        self._known: _Written | None = None

    def __call__(self, *values: Any) -> list[M]:
        known = self._known = self._known or _write(self._make, [type(value) for value in values])
        params = [values[one.place] if isinstance(one, _Value) else one for one in known.params]
        found = known.queryset.model._default_manager.raw(known.sql, params)
        rows: list[M] = list(found)
        unpack(rows, getattr(known.queryset, "plan", {}), found.db)
        return rows


def _write(make: Callable[..., models.QuerySet[Any]], types: list[type]) -> _Written:
    marks = [_MARKS[kind](place) for place, kind in enumerate(types)]
    queryset = make(*marks)
    sql, given = queryset.query.sql_with_params()
    params = tuple(_Value(marks.index(one)) if one in marks else one for one in given)
    unused = set(range(len(marks))) - {one.place for one in params if isinstance(one, _Value)}
    if unused:
        raise LookupError(f"The query does not use the values at {sorted(unused)}.")
    return _Written(sql=sql, params=params, queryset=queryset)
