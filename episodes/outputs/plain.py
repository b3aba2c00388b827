"""Writes notes for hosts of other sites, who take text and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from episodes.outputs.outline import Outline
from episodes.timestamps import format_timestamp


def write(outline: Outline) -> str:
    more = _("All notes and links: {address}").format(address=outline.page)
    parts = [outline.title, outline.summary, *_entries(outline), more]
    return "\n\n".join(part for part in parts if part) + "\n"


def _entries(outline: Outline) -> Iterator[str]:
    for entry in outline.entries:
        time = f"{format_timestamp(entry.start)} " if entry.start is not None else ""
        paid = f" ({_('paid message')})" if entry.sponsored else ""
        host = f" ({entry.host})" if entry.host else ""
        addresses = [entry.url] if entry.url else []
        addresses += [f"{one.text}: {one.url}" for one in entry.references]
        yield "\n".join([f"{time}{entry.title}{paid}{host}", *addresses])
