"""Which pictures the public may see. They are copied to where everybody can fetch them when somebody first asks."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from botocore.exceptions import ClientError

from episodes.models import Episode, Person, Show
from episodes.storage import media_storage

NOTES: Final = "notes/"
"""Where pictures that notes name are kept."""

MEDIA_TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}


def is_for_the_public(key: str) -> bool:
    """The artwork of shows, portraits, and the artwork of published episodes and pictures in their notes; never what
    a draft alone shows."""
    if key.startswith(NOTES):
        return Episode.objects.published().filter(note_pictures__key=key).exists()
    return (
        Show.objects.filter(artwork=key).exists()
        or Person.objects.filter(picture=key).exists()
        or Episode.objects.published().filter(artwork=key).exists()
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


def withdraw_pictures(episode: Episode) -> None:
    """After an episode went back to a draft: its pictures go with it, unless somebody else shows the same."""
    keys = {episode.artwork.name or "", *episode.note_pictures.values_list("key", flat=True)} - {""}
    for key in sorted(keys):
        if not is_for_the_public(key):
            media_storage().withdraw(key)
