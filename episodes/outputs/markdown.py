"""Writes the text of a newsletter in Markdown. What notes say stays text: no Markdown of theirs works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext as _

from episodes.outputs.outline import Entry, Outline
from episodes.timestamps import format_timestamp

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LEADING: Final = re.compile(r"^([+-]|[0-9]+(?=[.)]))")
_BREAKS: Final = re.compile(r"[()<>\\\s\"]")


def write(outline: Outline) -> str:
    parts = [f"# {_text(outline.title)}", _text(outline.summary), *_entries(outline)]
    parts.append(_link(_("Listen, with notes and transcript"), outline.page))
    return "\n\n".join(part for part in parts if part) + "\n"


def _entries(outline: Outline) -> Iterator[str]:
    for entry in outline.entries:
        title = _link(entry.title, entry.url) if entry.url else _text(entry.title)
        paid = f" *({_('paid message')})*" if entry.sponsored else ""
        host = ", " + _("with {name}").format(name=_text(entry.host)) if entry.host else ""
        yield f"**{title}**{paid}{host}{_time(entry)}"
        yield "\n".join(f"- {_link(one.text, one.url)}" for one in entry.references)


def _time(entry: Entry) -> str:
    return f" ({_link(format_timestamp(entry.start), entry.page)})" if entry.start is not None else ""


def _link(text: str, url: str) -> str:
    return f"[{_text(text)}]({_BREAKS.sub(lambda found: quote(found[0]), url)})"


def _text(text: str) -> str:
    return _LEADING.sub(r"\\\1", _MARKUP.sub(r"\\\1", " ".join(text.split())))
