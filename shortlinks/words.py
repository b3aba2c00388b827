"""Words that can be said aloud, and that are not an address of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern

_WORD = re.compile(r"[a-z][a-z0-9-]{0,39}")
# What visitors and machines expect at the top of a site, whether we have it or not.
_EXPECTED = {"about", "api", "blog", "contact", "login", "privacy", "static", "status", "embed", "oembed"}


def validate_word(word: str) -> None:
    if not _WORD.fullmatch(word):
        raise ValidationError("Small letters, digits and hyphens, a letter first: datadog.")
    if word in _EXPECTED | own_words():
        raise ValidationError(f"/{word} is an address of this site already.")


@cache
def own_words() -> set[str]:
    """The first words of our own addresses."""
    return set(_first_words(get_resolver().url_patterns))


def _first_words(patterns: Sequence[Any]) -> list[str]:
    found = []
    for pattern in patterns:
        route = getattr(pattern, "pattern", None)
        start = str(route) if isinstance(route, RoutePattern) else ""
        if not start and hasattr(pattern, "url_patterns"):
            found += _first_words(pattern.url_patterns)
        elif start and not start.startswith("<"):
            found.append(re.split(r"[/.<-]", start)[0])
    return found
