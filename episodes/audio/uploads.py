"""Audio goes from the browser straight into the storage, in parts: the app only signs addresses, and counts.

The store keeps the parts until the upload is completed or given up, so that one that was cut goes on where it was.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from episodes.models import Episode, Recording
from episodes.storage import NOT_STORED, media_storage

log = logging.getLogger(__name__)

# S3 takes parts from 5 MB on; one that fails is sent again whole.
PART_BYTES: Final = 8 * 1024 * 1024
LARGEST: Final = 2_000_000_000
RESUMED_WITHIN: Final = timedelta(days=1)


class UploadRefused(Exception):
    """Why an upload does not begin, or cannot be completed, in words for a host."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """``url`` is where the browser puts it; ``begin`` and ``end`` are its place in the file."""

    number: int
    begin: int
    end: int
    url: str


def start_upload(episode: Episode, name: str, size: int) -> Recording:
    """A new upload, or the one of the same file that was cut. Raises ``UploadRefused``."""
    if not 0 < size <= LARGEST:
        raise UploadRefused(
            "The file is empty." if size == 0 else f"No more than {LARGEST // 10**9} GB, please."
        )
    _forget_abandoned()
    known = episode.recordings.filter(
        state=Recording.State.UPLOADING,
        name=name[:255],
        bytes=size,
        uploaded_at__gt=timezone.now() - RESUMED_WITHIN,
    ).first()
    if known is not None:
        return known
    key = f"uploads/{secrets.token_hex(16)}"
    upload_id = media_storage().start_parts(key)
    return Recording.objects.create(
        episode=episode, name=name[:255], bytes=size, key=key, upload_id=upload_id
    )


def missing_parts(recording: Recording) -> Iterator[Part]:
    """The parts that the store does not have yet, each with an address that takes it."""
    there = media_storage().parts(recording.key, recording.upload_id)
    for number, begin in enumerate(range(0, recording.bytes, PART_BYTES), start=1):
        end = min(begin + PART_BYTES, recording.bytes)
        if there.get(number) != end - begin:
            url = media_storage().part_url(recording.key, recording.upload_id, number)
            yield Part(number=number, begin=begin, end=end, url=url)


def complete_upload(recording: Recording) -> None:
    """All parts are there: one object now, to be checked. Raises ``UploadRefused``."""
    there = media_storage().parts(recording.key, recording.upload_id)
    if sum(there.values()) != recording.bytes:
        raise UploadRefused(f"Only {sum(there.values())} of {recording.bytes} bytes have arrived. Try again.")
    media_storage().join_parts(recording.key, recording.upload_id)
    recording.state, recording.upload_id = Recording.State.WAITING, ""
    recording.save(update_fields=["state", "upload_id"])


def give_up(recording: Recording) -> None:
    """A host has changed their mind, or has gone."""
    with transaction.atomic():
        try:
            media_storage().drop_parts(recording.key, recording.upload_id)
        except NOT_STORED as error:
            log.warning("Parts of %s stay in the storage: %s", recording, error)
        recording.delete()


def _forget_abandoned() -> None:
    old = timezone.now() - RESUMED_WITHIN
    for recording in Recording.objects.filter(state=Recording.State.UPLOADING, uploaded_at__lt=old)[:20]:
        give_up(recording)
