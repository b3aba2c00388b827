"""The path of a page on this site, by the name of its pattern."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse

# An episode's page names eighty paths, many of them several times.
MOST = 4096


def path_to(name: str, *args: object) -> str:
    return _path(get_script_prefix(), name, args)


@lru_cache(MOST)
def _path(prefix: str, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)
