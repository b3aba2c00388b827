"""Names: how they are compared, and what they become in addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.text import slugify


def fold(name: str) -> str:
    """The key of a name, without case, accents, spaces and punctuation: "Digital Ocean" is "DigitalOcean"."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def free_slug(text: str, taken: Iterable[str], longest: int = 50) -> str:
    """A slug of a text that is not taken yet: "ada", then "ada-2", …"""
    base = slugify(text)[:longest].strip("-") or "untitled"
    used = set(taken)
    slug, count = base, 1
    while slug in used:
        count += 1
        slug = f"{base[: longest - len(str(count)) - 1]}-{count}"
    return slug


LONGEST_QUERY = 200


def clean_query(text: str) -> str:
    """What a person typed into a search field, cut to a length and rid of what a database or a page refuses."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_QUERY]


def is_web_address(text: str, longest: int = 500) -> bool:
    """Whether a text may become a link to follow."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and len(text) <= longest
        and " " not in text
    )
