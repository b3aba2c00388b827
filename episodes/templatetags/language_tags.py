"""Words and numbers as a show's language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext, gettext_noop

from episodes.languages import FALLBACK, is_right_to_left
from episodes.models import Person

register = template.Library()
register.filter("is_right_to_left", is_right_to_left)

PHRASES: Final = (
    gettext_noop("Connection lost, waiting"),
    gettext_noop("Copied"),
    gettext_noop("Copy"),
    gettext_noop("Copy code"),
    gettext_noop("Not copied"),
    gettext_noop("Not said"),
    gettext_noop("Pause"),
    gettext_noop("Play"),
    gettext_noop("Play episode"),
    gettext_noop("Play from {time}"),
    gettext_noop("Resume at {time}"),
    gettext_noop("The audio did not load. Play tries again."),
    gettext_noop("You are offline. The notes still work."),
    gettext_noop("{count} found"),
    gettext_noop("{minutes} minutes {seconds} seconds"),
    gettext_noop("{place} of {count}"),
    gettext_noop("{seconds} seconds"),
    gettext_noop("“{words}” — {source}"),
)
"""What scripts say: each ``say("…")`` of static/js."""


@register.simple_tag
def phrases() -> dict[str, str]:
    """English to the page's language; nothing on English pages, whose scripts have the words already."""
    if get_language() in (None, FALLBACK):
        return {}
    return {phrase: gettext(phrase) for phrase in PHRASES}


@register.simple_tag(takes_context=True)
def spoken(context: Context) -> SafeString:
    """The attribute of what we say ourselves, where that is not in the page's language: an English button in Arabic."""
    show = context.get("show")
    return _unless(show.language, get_language() or FALLBACK) if show else SafeString("")


@lru_cache  # pages ask it forty times
def _unless(said: str, language: str) -> SafeString:
    if said.lower().split("-")[0] == language.split("-", maxsplit=1)[0]:
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.filter
def number(value: int) -> str:
    """In groups of three digits, for people: addresses, attributes and years are for machines, or want none."""
    return str(number_format(value, force_grouping=True))


@register.filter
def first_names(people: Iterable[Person]) -> str:
    """ "Ada, Bo and Cy"."""
    return str(get_text_list([person.first_name for person in people], gettext("and")))
