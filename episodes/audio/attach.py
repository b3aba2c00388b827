"""A file of sound becomes an episode's audio: the object first, then the row.

The object's key holds the hash of its content, so an object never changes under its address, the same file is
stored once, and nobody finds the audio of a draft by counting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from django.core.files import File

from episodes.audio.digests import digests_of
from episodes.audio.probe import ENDINGS, AudioInfo, probe
from episodes.models import Episode
from episodes.storage import NOT_STORED, media_storage

AUDIO_FIELDS: Final = (
    "audio_key",
    "audio_hash",
    "audio_bytes",
    "audio_type",
    "audio_duration",
    "audio_integrity",
    "audio_original_key",
    "audio_tags_hash",
    "audio_is_public",
)


class AudioNotStored(Exception):
    """The object storage did not take the file; nothing about the episode has changed."""


@dataclass(frozen=True, kw_only=True)
class StoredAudio:
    """An object in the storage that no episode need know yet: an upload is stored before its row is saved."""

    key: str
    hash: str
    integrity: str
    info: AudioInfo

    def attach_to(self, episode: Episode) -> None:
        """Save the audio fields in one statement, so that no reader sees a length without its address."""
        if episode.audio_original_key == self.key:
            return
        episode.audio_key = self.key
        episode.audio_hash = self.hash
        episode.audio_bytes = self.info.size
        episode.audio_type = self.info.media_type
        episode.audio_duration = self.info.duration
        episode.audio_integrity = self.integrity
        episode.audio_original_key = self.key
        episode.audio_tags_hash = ""
        episode.audio_is_public = False
        episode.save(update_fields=AUDIO_FIELDS)


def attach_audio(episode: Episode, file: BinaryIO | File[bytes]) -> AudioInfo:
    """Store a file as the episode's audio and save the episode's audio fields.

    Raises NotAudio and AudioNotStored. With the file the episode already has, no row is written; an object
    that went missing is stored again.
    """
    stored = store_audio(file)
    stored.attach_to(episode)
    return stored.info


def store_audio(file: BinaryIO | File[bytes]) -> StoredAudio:
    """Probe a file and put it into the storage. Raises NotAudio and AudioNotStored."""
    stream = cast(BinaryIO, file)
    info = probe(stream)
    digests = digests_of(stream)
    key = _store(stream, f"audio/{digests.sha256}.{ENDINGS[info.media_type]}", info)
    return StoredAudio(key=key, hash=digests.sha256, integrity=digests.integrity, info=info)


def _store(stream: BinaryIO, key: str, info: AudioInfo) -> str:
    """The key of a stored object whose size has been checked."""
    try:
        if _stored_size(key) == info.size:
            return key
        stream.seek(0)
        # What a browser says about the file it sends is not asked.
        media_storage().put(key, stream, info.media_type)
        stored = _stored_size(key)
    except NOT_STORED as error:
        raise AudioNotStored(
            "The audio could not be stored: the object storage does not answer. Try again."
        ) from error
    if stored != info.size:
        raise AudioNotStored(
            f"Only {stored or 0} of {info.size} bytes arrived in the object storage. Try again."
        )
    return key


def _stored_size(key: str) -> int | None:
    try:
        return cast(int, media_storage().size(key))
    except FileNotFoundError:
        return None
