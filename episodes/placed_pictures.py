"""Pictures that hosts drag into notes: private when they come, public once notes that show them are."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from episodes.models import Episode, PlacedPicture
from episodes.pictures import validate_picture
from episodes.public_pictures import MEDIA_TYPES
from episodes.storage import media_storage

FOLDER: Final = "notes/"
_KEY: Final = re.compile(r"/media/(notes/[0-9a-f]{64}\.(?:jpg|png))\b")


def store_picture(file: UploadedFile[Any]) -> str:
    """Its key, which holds the hash of its content. Raises ``ValidationError`` for what is no picture."""
    validate_picture(file)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    ending = ".png" if (file.name or "").lower().endswith(".png") else ".jpg"
    key = f"{FOLDER}{digest}{ending}"
    storage = media_storage()
    if not storage.exists(key):
        file.seek(0)
        storage.put(key, file, MEDIA_TYPES[ending])
    return key


def markdown_picture(episode: Episode, key: str, name: str) -> str:
    """The address is whole, because notes are read in feeds and apps as well."""
    words = re.sub(r"[^\w .,-]+|_+", " ", PurePath(name).stem).strip()
    return f"![{words}]({episode.show.absolute(reverse('media', args=[key]))})"


def place_pictures(episode: Episode) -> None:
    """Remember which of our pictures the notes show now."""
    wanted = set(_KEY.findall(episode.notes))
    placed = set(episode.placed_pictures.values_list("key", flat=True))
    PlacedPicture.objects.bulk_create(
        [PlacedPicture(episode=episode, key=key) for key in sorted(wanted - placed)], ignore_conflicts=True
    )
    if gone := placed - wanted:
        episode.placed_pictures.filter(key__in=gone).delete()
