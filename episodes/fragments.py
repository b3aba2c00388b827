"""Pieces of pages, each made once for what it shows.

After a change most of a page is as it was: of an episode whose summary was mended, every word of the notes. The
template of a fragment sees only the values that it is given, and values never change, so that the same values make the
same fragment: there is nothing to throw away when something is saved.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import timedelta
from threading import Lock
from typing import Final

from cachetools import LRUCache, cached
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# So many characters of fragments are kept in a process; about as many are those that they are known by.
MOST: Final = 16_000_000


class NotAValue(TypeError):
    """A fragment was given what may change: a row, a list."""


def fragment(template: str, **values: Hashable) -> SafeString:
    """What a template makes of values alone, in the language that is spoken right now.

    Values are texts, whole numbers, lengths of time, and tuples and frozen dataclasses of them: what is equal, looks
    equal. A text and HTML of the same letters are equal too: a field always holds HTML, as its type says, or never.
    ``NotAValue`` for anything else: a row is the same row to Python, whatever has become of it.
    """
    return _made(template, get_language(), tuple(values.items()))


@cached(LRUCache(MOST, getsizeof=len), lock=Lock())
def _made(template: str, language: str | None, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    for name, value in values:
        _be_a_value(name, value)
    # As base.html has it: numbers are for machines.
    made: SafeString = get_template(template).template.render(Context(dict(values), use_l10n=False))  # type: ignore[attr-defined]
    return made


def _be_a_value(name: str, value: object) -> None:
    if isinstance(value, tuple):
        for one in value:
            _be_a_value(name, one)
    elif is_dataclass(value) and value.__dataclass_params__.frozen:  # type: ignore[union-attr]
        for field in fields(value):
            _be_a_value(f"{name}.{field.name}", getattr(value, field.name))
    elif not isinstance(value, str | int | timedelta | None):
        raise NotAValue(f"{name} is a {type(value).__name__}, which may change.")
