"""Writes the text of a newsletter in plain HTML: headings, paragraphs, lists and links, without any style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from episodes.outputs.outline import Entry, Outline
from episodes.timestamps import format_timestamp

# Search engines ask that paid links say so.
_SPONSORED: Final = SafeString(' rel="sponsored"')


def write(outline: Outline) -> str:
    return "\n".join(_parts(outline)) + "\n"


def _parts(outline: Outline) -> Iterator[str]:
    yield format_html("<h1>{}</h1>", outline.title)
    if outline.summary:
        yield format_html("<p>{}</p>", outline.summary)
    for entry in outline.entries:
        yield format_html("<h2>{}{}</h2>", _title(entry), _paid() if entry.sponsored else "")
        if line := _line(entry):
            yield format_html("<p>{}</p>", line)
        if entry.references:
            yield format_html("<ul>{}</ul>", _references(entry))
    yield format_html('<p><a href="{}">{}</a></p>', outline.page, _("Listen, with notes and transcript"))


def _paid() -> SafeString:
    return format_html(" <small>({})</small>", _("paid message"))


def _title(entry: Entry) -> str | SafeString:
    rel = _SPONSORED if entry.sponsored else ""
    return format_html('<a href="{}"{}>{}</a>', entry.url, rel, entry.title) if entry.url else entry.title


def _line(entry: Entry) -> str | SafeString:
    if entry.start is None:
        return entry.host
    time = format_html('<a href="{}">{}</a>', entry.page, format_timestamp(entry.start))
    return format_html("{}, {}", time, entry.host) if entry.host else time


def _references(entry: Entry) -> SafeString:
    rel = _SPONSORED if entry.sponsored else ""
    return format_html_join(
        "", '<li><a href="{}"{}>{}</a></li>', ((one.url, rel, one.text) for one in entry.references)
    )
