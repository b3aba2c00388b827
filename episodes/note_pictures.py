"""Which pictures an episode's notes name, and which of them we hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse

from episodes.fetching import ascii_address
from episodes.models import Episode, NotePicture
from episodes.notes.document import Picture

MOST_PICTURES: Final = 200
"""More of an episode's are links: a stranger's feed is not to keep the worker busy for days."""

LONGEST_URL: Final = 2000


def held_pictures(episode: Episode, sources: Sequence[str]) -> dict[str, Picture]:
    """Remember that an episode's notes name these pictures and no other; those that are here, as notes name them."""
    addresses = _addresses(sources)
    rows = _rows(set(addresses.values()))
    episode.note_pictures.set(rows.values())
    return _pictures(addresses, rows)


def remembered_pictures(episode: Episode, sources: Sequence[str]) -> dict[str, Picture]:
    """Those that are here of the ones an episode is known to name; nothing is written."""
    return _pictures(_addresses(sources), {row.url: row for row in episode.note_pictures.all()})


def _addresses(sources: Sequence[str]) -> dict[str, str]:
    addresses = {source: ascii_address(source) for source in sources[:MOST_PICTURES]}
    return {source: url for source, url in addresses.items() if len(url) <= LONGEST_URL}


def _pictures(addresses: Mapping[str, str], rows: Mapping[str, NotePicture]) -> dict[str, Picture]:
    return {source: _picture(rows[url]) for source, url in addresses.items() if url in rows and rows[url].key}


def _rows(urls: set[str]) -> dict[str, NotePicture]:
    rows = _known(urls)
    if new := urls - rows.keys():
        # Another episode may name the same one at this very moment.
        NotePicture.objects.bulk_create([NotePicture(url=url) for url in sorted(new)], ignore_conflicts=True)
        rows |= _known(new)
    return rows


def _known(urls: Iterable[str]) -> dict[str, NotePicture]:
    return {row.url: row for row in NotePicture.objects.filter(url__in=urls)} if urls else {}


def _picture(row: NotePicture) -> Picture:
    return Picture(address=reverse("media", args=[row.key]), width=row.width, height=row.height)
