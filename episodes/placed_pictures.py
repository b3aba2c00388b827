"""Pictures that hosts drag into notes. From then on they are like those that were fetched from elsewhere: private
until notes that name them are published."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from episodes.fetching import ascii_address
from episodes.models import NotePicture, Show
from episodes.picture_files import NotAPicture, PictureFile, fit
from episodes.pictures import LARGEST
from episodes.public_pictures import MEDIA_TYPES, NOTES
from episodes.storage import media_storage


def place_picture(show: Show, file: UploadedFile[Any]) -> str:
    """The Markdown that shows it. Its address is whole, because notes are read in feeds and apps as well.

    Raises ``NotAPicture``.
    """
    if (file.size or 0) > LARGEST:
        raise NotAPicture("The picture is larger than 10 MB.")
    picture = fit(file.read())
    url = show.absolute(reverse("media", args=[keep_file(picture)]))
    size = {"width": picture.width, "height": picture.height}
    NotePicture.objects.update_or_create(
        url=ascii_address(url),
        defaults={"state": NotePicture.State.STORED, "key": NOTES + picture.name, **size},
    )
    words = re.sub(r"[^\w .,-]+|_+", " ", PurePath(file.name or "").stem).strip()
    return f"![{words}]({url})"


def keep_file(file: PictureFile) -> str:
    """The key of the object, which holds the hash of its content."""
    key, storage = NOTES + file.name, media_storage()
    if not storage.exists(key):
        storage.put(key, BytesIO(file.data), MEDIA_TYPES[f".{file.extension}"])
    return key
