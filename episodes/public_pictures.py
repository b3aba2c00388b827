"""Which pictures the public may see. They are copied to where everybody can fetch them when somebody first asks."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from botocore.exceptions import ClientError

from episodes.models import Episode, Person, Show
from episodes.storage import media_storage

MEDIA_TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}


def is_for_the_public(key: str) -> bool:
    """Artwork of shows and published episodes, what their notes show, and portraits; nothing of a draft alone."""
    return (
        Show.objects.filter(artwork=key).exists()
        or Person.objects.filter(picture=key).exists()
        or Episode.objects.published().filter(artwork=key).exists()
        or Episode.objects.published().filter(placed_pictures__key=key).exists()
    )


def make_public(key: str) -> bool:
    """Whether there is a picture; its public copy is made if need be. Raises what the store's client raises."""
    storage = media_storage()
    if storage.is_public(key):
        return True
    media_type = MEDIA_TYPES.get(PurePosixPath(key).suffix.lower(), "application/octet-stream")
    try:
        storage.publish(key, media_type)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
            return False
        raise
    return True


def withdraw_if_hidden(key: str) -> None:
    """After an episode went back to a draft: its picture goes with it, unless somebody else shows the same."""
    if key and not is_for_the_public(key):
        media_storage().withdraw(key)
