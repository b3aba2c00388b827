"""A file that a feed names -> our storage: the object first, then the row, then the mark that it is done."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from episodes import fetching
from episodes.audio.attach import AudioNotStored, attach_audio
from episodes.audio.probe import NotAudio
from episodes.audio.serving import make_public
from episodes.desk.versions import keep_version
from episodes.fetching import FetchError, fetch, fetch_bytes
from episodes.front_matter import hash_of
from episodes.models import Episode, NotesVersion
from episodes.notes.apply import apply_notes
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import NotesTooHard
from episodes.picture_fetching import fetch_pictures_soon
from episodes.pictures import validate_artwork
from episodes.storage import NOT_STORED, media_storage
from showsite.feed_import.ahead import ReadNotes
from showsite.feed_import.chapters import BadChapters, as_values, read_chapters, set_starts, with_chapters
from showsite.feed_import.locks import only_one
from showsite.feed_import.merging import remembrance
from showsite.feed_import.models import ImportedItem, MediaCopy
from showsite.feed_import.planning import may_replace
from transcripts.importing import (
    TranscriptNotStored,
    UnreadableTranscript,
    choose_best,
    import_transcript,
    read_transcript,
)

MOST_TRIES: Final = 5
_REFUSED: Final = (NotAudio, ValidationError, UnreadableTranscript, BadChapters)
_NOT_NOW: Final = (AudioNotStored, TranscriptNotStored, *NOT_STORED)


def copy_one(pk: int) -> MediaCopy | None:
    """Copy a file that waits. Says what has become of it; None where it is gone, or another process is at it.

    What may work another time stays waiting, a few times over.
    """
    with only_one(f"media copy {pk}") as is_ours:
        copy = MediaCopy.objects.select_related("show", "episode__show").filter(pk=pk).first()
        if copy is None or not is_ours:
            return None
        if copy.state == MediaCopy.State.WAITING:
            _try(copy)
        return copy


def _try(copy: MediaCopy) -> None:
    owner = copy.episode or copy.show
    try:
        if may_replace(copy.kind, owner):
            copy.stored, copy.note = _COPIERS[MediaCopy.Kind(copy.kind)](copy)
        else:
            copy.note = "Another was put here meanwhile, and stays."
        copy.state, copy.error = MediaCopy.State.DONE, ""
    except FetchError as error:
        _failed(copy, error, is_final=error.is_final)
    except _REFUSED as error:
        _failed(copy, error, is_final=True)
    except _NOT_NOW as error:
        _failed(copy, error, is_final=False)
    copy.save()


def _failed(copy: MediaCopy, error: Exception, *, is_final: bool) -> None:
    copy.tries += 1
    copy.error = (" ".join(error.messages) if isinstance(error, ValidationError) else str(error))[:500]
    if is_final or copy.tries >= MOST_TRIES:
        copy.state = MediaCopy.State.FAILED


def _copy_audio(copy: MediaCopy) -> tuple[str, str]:
    episode = _episode(copy)
    with tempfile.TemporaryFile() as file:
        fetch(copy.url, fetching.AUDIO, file)
        attach_audio(episode, File(file))
    if episode.is_published():
        make_public(episode)
    return episode.audio_key, ""


def _copy_artwork(copy: MediaCopy) -> tuple[str, str]:
    data, _ = fetch_bytes(copy.url, fetching.PICTURE)
    name = "artwork.png" if data.startswith(b"\x89PNG") else "artwork.jpg"
    picture = ContentFile(data, name=name)
    validate_artwork(picture)
    owner = copy.episode or copy.show
    owner.artwork.save(name, picture, save=False)
    owner.save(update_fields=["artwork"])
    return owner.artwork.name or "", ""


def _copy_transcript(copy: MediaCopy) -> tuple[str, str]:
    episode = _episode(copy)
    data, fetched = fetch_bytes(copy.url, fetching.TRANSCRIPT)
    name = PurePosixPath(unquote(urlsplit(fetched.url).path)).name or "transcript"
    transcript, _ = import_transcript(episode, read_transcript(name, data))
    choose_best(episode)
    return transcript.source_key, ""


def _copy_chapters(copy: MediaCopy) -> tuple[str, str]:
    """The document is kept as it came; segments get their starts, or else the notes a list."""
    episode = _episode(copy)
    data, _ = fetch_bytes(copy.url, fetching.CHAPTERS)
    chapters = read_chapters(data)
    key = f"chapters/{hashlib.sha256(data).hexdigest()}.json"
    storage = media_storage()
    if not storage.exists(key):
        key = storage.save(key, ContentFile(data))
    with transaction.atomic():
        item, _ = ImportedItem.objects.select_for_update().get_or_create(episode=episode)
        item.values["json_chapters"] = as_values(chapters)
        notes = with_chapters(ReadNotes(episode.notes, parse_notes(episode.notes)), chapters)
        if notes != episode.notes and item.values.get("notes", "") == remembrance(episode.notes):
            _write_notes(episode, item, notes)
        item.save(update_fields=["values"])
        found = set_starts(episode, chapters)
    missing = len(chapters) - found
    return key, f"{missing} of {len(chapters)} chapters belong to no segment." if missing else ""


def _write_notes(episode: Episode, item: ImportedItem, notes: str) -> None:
    before = episode.notes
    try:
        with transaction.atomic():
            episode.notes, episode.imported_hash = notes, hash_of(notes)
            episode.save(update_fields=["notes", "imported_hash"])
            apply_notes(episode)
            fetch_pictures_soon(episode)
            keep_version(episode, NotesVersion.Kind.IMPORTED)
    except NotesTooHard:
        episode.notes = before
        return
    item.values["notes"] = remembrance(notes)


def _episode(copy: MediaCopy) -> Episode:
    if copy.episode is None:
        raise BadChapters(f"A show has no {copy.kind}.")
    return copy.episode


_COPIERS: Final[dict[MediaCopy.Kind, Callable[[MediaCopy], tuple[str, str]]]] = {
    MediaCopy.Kind.AUDIO: _copy_audio,
    MediaCopy.Kind.ARTWORK: _copy_artwork,
    MediaCopy.Kind.TRANSCRIPT: _copy_transcript,
    MediaCopy.Kind.CHAPTERS: _copy_chapters,
}
