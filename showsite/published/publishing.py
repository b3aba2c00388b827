"""Bring the files of a show in order: what is gone goes first, what is new comes before the feeds that name it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, NamedTuple

from episodes.storage import media_storage
from showsite.kept.stamps import Stamp, read_shows
from showsite.published.documents import Document, documents_of, writing
from showsite.published.making import NotMade, digest_of, make
from showsite.published.models import PublishedFile, PublishedSite

# What is known of a file whose writing was begun and not finished.
UNKNOWN: Final = "?"


class Known(NamedTuple):
    version: str
    digest: str


@dataclass(kw_only=True)
class Outcome:
    """``stamp`` is what the show was before the first row was read; "" where not all is done."""

    put: int = 0
    made: int = 0
    removed: int = 0
    stamp: str = ""
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.made} made, {self.put} written, {self.removed} removed"


def stamps() -> dict[int, str]:
    """What each show is now, by its id. One query."""
    return {stamp.show: _written(stamp) for stamp in read_shows().stamps.values()}


def _written(stamp: Stamp) -> str:
    return f"{stamp.revision} {stamp.newest.isoformat() if stamp.newest else '-'} {writing()}"


def publish_site(site: PublishedSite, enough: timedelta) -> Outcome:
    """Write what has changed, for about so long. One at a time may; raises what the store's client raises."""
    outcome = Outcome()
    stamp = stamps().get(site.show_id or 0, "")
    documents = documents_of(site.show) if site.show else []
    known = known_files(site)
    for key in known.keys() - {document.key for document in documents}:
        remove(site, key)
        outcome.removed += 1
    if _bring_all(site, in_order(documents, known), known, outcome, enough):
        outcome.stamp = stamp
    return outcome


def known_files(site: PublishedSite) -> dict[str, Known]:
    rows = site.files.values_list("key", "version", "digest")
    return {key: Known(version, digest) for key, version, digest in rows}


def in_order(documents: Iterable[Document], known: Mapping[str, Known]) -> list[Document]:
    """Those that have changed; files of new episodes, then feeds, then the others."""
    changed = [one for one in documents if one.key not in known or known[one.key].version != one.version]
    return sorted(changed, key=lambda one: (one.key in known and not one.is_feed, one.is_feed))


def _bring_all(
    site: PublishedSite,
    documents: Iterable[Document],
    known: Mapping[str, Known],
    outcome: Outcome,
    enough: timedelta,
) -> bool:
    """Whether all are done."""
    end = time.monotonic() + enough.total_seconds()
    for document in documents:
        if outcome.made and time.monotonic() > end:
            return False
        before = known[document.key].digest if document.key in known else ""
        try:
            outcome.put += bring(site, document, before)
            outcome.made += 1
        except NotMade as error:
            outcome.failed.append(str(error))
    return not outcome.failed


def bring(site: PublishedSite, document: Document, before: str) -> bool:
    """Make a file, and write it where it is another one than ``before``; whether it was written.

    That it is about to be there is said first: so no file is ever left behind by a process that was killed.
    """
    file = make(document)
    digest = digest_of(file) if file else ""
    is_other = file is not None and digest != before
    if file is not None and is_other:
        remember(site, document.key, "", UNKNOWN)
        media_storage().put_public(document.key, file.content, file.media_type, file.cache_control)
    elif file is None and before:
        media_storage().withdraw(document.key)
    remember(site, document.key, document.version, digest)
    return is_other


def remember(site: PublishedSite, key: str, version: str, digest: str) -> None:
    values = {"site": site, "version": version, "digest": digest}
    if not PublishedFile.objects.filter(key=key).update(**values):
        PublishedFile.objects.create(key=key, **values)


def remove(site: PublishedSite, key: str) -> None:
    media_storage().withdraw(key)
    site.files.filter(key=key).delete()
