"""A picture from anywhere -> one that pages can carry: upright, not too wide, without what cameras write into it.

A format that Pillow can read is not for that reason welcome: only what every browser shows, and nothing that holds
scripts, which SVG does.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps

MOST_PIXELS: Final = 50_000_000
WIDEST: Final = 1600

_JPEG: Final = ("JPEG", "jpg", {"quality": 85, "optimize": True, "progressive": True})
_PNG: Final = ("PNG", "png", {"optimize": True})
# MPO is a JPEG with a second one behind it, as telephones make them.
_SAVED_AS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "GIF": _PNG,
    "JPEG": _JPEG,
    "MPO": _JPEG,
    "PNG": _PNG,
    "WEBP": ("WEBP", "webp", {"quality": 85}),
}
_MODES: Final = {"JPEG": ("L", "RGB"), "WEBP": ("RGB", "RGBA")}
_EXTENSIONS: Final = {"GIF": "gif", "PNG": "png", "WEBP": "webp"}


class NotAPicture(Exception):
    """What was fetched is none that pages show, in words for a host."""


@dataclass(frozen=True, kw_only=True)
class PictureFile:
    data: bytes
    extension: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """The same picture has the same name; no name ever means another."""
        return f"{hashlib.sha256(self.data).hexdigest()[:32]}.{self.extension}"


def fit(data: bytes) -> PictureFile:
    """Raises ``NotAPicture``. An animation stays as it came, to the byte."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=["GIF", "JPEG", "PNG", "WEBP"]) as image:
                return _fit(image, data)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    except NotAPicture:
        raise
    except Exception as error:  # what a decoder raises for a damaged file is anybody's guess
        raise NotAPicture("It is no GIF, JPEG, PNG or WebP picture, or a damaged one.") from error


def _fit(image: Image.Image, data: bytes) -> PictureFile:
    kind = image.format or ""
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    if kind in _EXTENSIONS and getattr(image, "is_animated", False):
        image.load()
        return PictureFile(data=data, extension=_EXTENSIONS[kind], width=image.width, height=image.height)
    return _save(_shrunk(image), *_SAVED_AS[kind])


def _shrunk(image: Image.Image) -> Image.Image:
    # A large JPEG is read at a fraction of its size.
    image.draft(None, (2 * WIDEST, 2 * WIDEST))
    ImageOps.exif_transpose(image, in_place=True)
    if image.width <= WIDEST:
        return image
    if image.mode in {"1", "P", "PA"}:
        image = image.convert("RGBA")  # colours of a palette cannot be mixed
    height = max(1, round(image.height * WIDEST / image.width))
    return image.resize((WIDEST, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _save(image: Image.Image, kind: str, extension: str, options: dict[str, Any]) -> PictureFile:
    profile = image.info.get("icc_profile")
    modes = _MODES.get(kind, ())
    if modes and image.mode not in modes:
        profile = None if image.mode == "CMYK" else profile
        image = image.convert("RGBA" if kind == "WEBP" and image.has_transparency_data else "RGB")
    # Colours need their profile; whatever else a file says stays behind.
    image.info = {name: image.info[name] for name in ("transparency",) if name in image.info}
    file = BytesIO()
    image.save(file, kind, icc_profile=profile, **options)
    return PictureFile(data=file.getvalue(), extension=extension, width=image.width, height=image.height)


def _too_large() -> NotAPicture:
    return NotAPicture(f"It has more than {MOST_PIXELS // 1_000_000} million pixels.")
