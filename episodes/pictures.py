"""Pictures that hosts upload: what is accepted, and under which name they are kept."""

from __future__ import annotations

import secrets
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
EXTENSIONS = {"JPEG": "jpg", "PNG": "png"}


def artwork_key(instance: object, filename: str) -> str:
    return _key("artwork", filename)


def portrait_key(instance: object, filename: str) -> str:
    return _key("people", filename)


def _key(folder: str, filename: str) -> str:
    """A name that cannot be guessed; new artwork is a new address, as podcast apps need it."""
    extension = "png" if filename.lower().endswith(".png") else "jpg"
    return f"{folder}/{secrets.token_hex(12)}.{extension}"


def validate_picture(file: Any) -> None:
    """JPEG or PNG, of a size that cannot exhaust a server; its name says which."""
    if not _is_stored(file):
        _measure(file)


def validate_artwork(file: Any) -> None:
    """What Apple accepts: square, 1400 to 3000 pixels, no transparency."""
    if _is_stored(file):
        return
    width, height, mode = _measure(file)
    if width != height or not 1400 <= width <= 3000:
        raise ValidationError(
            f"It has {width} × {height} pixels: artwork is square, 1400 to 3000 pixels a side."
        )
    if mode not in {"RGB", "L"}:
        raise ValidationError(
            "It has transparency or unusual colours: save it as RGB without an alpha channel."
        )


def _is_stored(file: Any) -> bool:
    """A picture that was looked at when it came is not fetched again with every save of its row."""
    return bool(getattr(file, "_committed", False))


def _measure(file: Any) -> tuple[int, int, str]:
    if file.size > LARGEST:
        raise ValidationError("The picture is larger than 10 MB.")
    try:
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(EXTENSIONS)) as picture:
                width, height, mode, kind = *picture.size, picture.mode, picture.format or ""
                if width * height > MOST_PIXELS:
                    raise ValidationError("The picture has more than 40 million pixels.")
                picture.verify()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ValidationError("This is no JPEG or PNG picture.") from error
    finally:
        file.seek(0)
    if not file.name.lower().endswith({"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}[kind]):
        raise ValidationError(f"It is a {kind} picture under another name: rename it to .{EXTENSIONS[kind]}.")
    return width, height, mode
