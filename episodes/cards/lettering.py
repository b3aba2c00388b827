"""Words in a picture: which font has which letters, how wide they run, and where lines break.

The site's own typeface is cut to Latin. What it lacks is taken from free fonts that the machine has anyway (DejaVu
for Greek, Cyrillic, Hebrew, Arabic; Noto for Chinese, Japanese, Korean); what no font has is left out. Where the
typeface itself cannot be read, Pillow's own stands in. So pictures are the same to the byte on equal machines only.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

TYPEFACE: Final = str(Path(__file__).resolve().parents[2] / "static" / "fonts" / "atkinson-next.woff2")
OTHERS: Final = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
)
BOLD: Final = 600
LONGEST: Final = 400
"""More letters than any card has room for: hostile titles are not measured any further."""

LEADING: Final = 1.06
"""From line to line, in sizes."""

_NOBODY_HAS: Final = "\U0010ffff"
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, kw_only=True)
class Style:
    """``size`` in pixels, ``weight`` from 300 to 700, ``tracking``: what is added behind each letter, in em."""

    size: int
    weight: int = 400
    tracking: float = 0.0


def legible(text: str, weight: int) -> str:
    """One line of the letters that some font here has."""
    text = _tidy(text)
    fonts = _fonts(text, weight)
    return " ".join("".join(letter for letter in text if letter == " " or _font_for(letter, fonts)).split())


def is_legible(text: str, weight: int) -> bool:
    """Whether at least half of the letters can be drawn."""
    text = _tidy(text).replace(" ", "")
    letters = [letter for letter in text if letter.isalnum()] or text
    return bool(letters) and 2 * len(legible("".join(letters), weight)) >= len(letters)


def _tidy(text: str) -> str:
    """Without what has no shape of its own: Pillow refuses to lay out the end of a paragraph."""
    words = " ".join(unicodedata.normalize("NFC", text[: 4 * LONGEST]).split())
    return "".join(letter for letter in words if unicodedata.category(letter)[0] != "C")[:LONGEST]


def width(text: str, style: Style) -> float:
    return sum(_advance(run, font, style) for font, run in _runs(text, style))


def wrap(text: str, style: Style, room: float) -> list[str]:
    """Lines that fit. A word that is too long for a line is broken anywhere."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, style) <= room:
            lines[-1] = longer
        else:
            lines += _pieces(word, style, room)
    return [line for line in lines if line]


def shorten(text: str, style: Style, room: float) -> str:
    """As much as fits, with an ellipsis where something is missing."""
    if width(text, style) <= room:
        return text
    too_long = bisect_left(
        range(len(text)), True, key=lambda end: width(text[:end] + _ELLIPSIS, style) > room
    )
    return text[: max(0, too_long - 1)].rstrip(" ,;:·–—-") + _ELLIPSIS


def fit(
    text: str, styles: tuple[Style, ...], *, room: float, height: float, lines: int
) -> tuple[Style, list[str]]:
    """The first style in which a text fits as a whole, without a broken word; the last style, cut, if in none."""
    for style in styles:
        whole = all(width(word, style) <= room for word in text.split())
        most = _most(style, height, lines)
        if whole and width(text, style) <= room * most and len(wrap(text, style, room)) <= most:
            return style, _balanced(text, style, room)
    style = styles[-1]
    wrapped, most = wrap(text, style, room), _most(style, height, lines)
    kept = wrapped[:most]
    if len(wrapped) > most:
        kept[-1] = shorten(" ".join(wrapped[most - 1 :]), style, room)
    return style, kept


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, colour: str) -> None:
    """From a point on the baseline on, to the right."""
    x, baseline = at
    for font, run in _runs(text, style):
        for letters, offset in _placed(run, font, style):
            draw.text((x + offset, baseline), letters, fill=colour, font=font, anchor="ls")
        x += _advance(run, font, style)


def _most(style: Style, height: float, lines: int) -> int:
    return max(1, min(lines, int(height / (style.size * LEADING))))


def _balanced(text: str, style: Style, room: float) -> list[str]:
    """As few lines as the room allows, and those about equally long: no word stands alone at the end."""
    lines = wrap(text, style, room)
    for share in (0.6, 0.7, 0.8, 0.9):
        tighter = wrap(text, style, room * share)
        if len(tighter) == len(lines) and all(width(line, style) <= room * share for line in tighter):
            return tighter
    return lines


def _pieces(word: str, style: Style, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, style) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _runs(text: str, style: Style) -> list[tuple[FreeTypeFont, str]]:
    """The text in pieces of one font each."""
    fonts = _fonts(text, style.weight)
    found: list[tuple[int, str]] = []
    for letter in text:
        place = _font_for(letter, fonts)
        if letter == " " and found:
            found.append((found[-1][0], letter))
        elif place:
            found.append((place, letter))
    runs = groupby(found, key=lambda one: one[0])
    return [
        (_font(fonts[place - 1], style.weight, style.size), "".join(letter for _, letter in run))
        for place, run in runs
    ]


def _fonts(text: str, weight: int) -> tuple[str, ...]:
    """Where to look for letters. Text from right to left stays in one font: its runs would come in the wrong order."""
    others = tuple(pair[weight >= BOLD] for pair in OTHERS)
    leftward = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return (*others, TYPEFACE) if leftward else (TYPEFACE, *others)


def _font_for(letter: str, fonts: tuple[str, ...]) -> int:
    """Which font has a letter, from 1; 0 for none."""
    return next((place for place, name in enumerate(fonts, 1) if _has(name, letter)), 0)


@lru_cache(maxsize=8192)
def _has(name: str, letter: str) -> bool:
    """Whether a font draws a letter otherwise than one that nobody has."""
    font = _probe(name)
    return font is not None and _shape(font, letter) != _shape(font, _NOBODY_HAS)


def _shape(font: FreeTypeFont, letter: str) -> tuple[float, bytes]:
    return font.getlength(letter), bytes(font.getmask(letter))


@lru_cache(maxsize=8)
def _probe(name: str) -> FreeTypeFont | None:
    try:
        return ImageFont.truetype(name, 20, layout_engine=Layout.BASIC)
    except OSError:
        return _pillows(20) if name == TYPEFACE else None


@lru_cache(maxsize=128)
def _font(name: str, weight: int, size: int) -> FreeTypeFont:
    try:
        font = ImageFont.truetype(name, size)
    except OSError:
        return _pillows(size)
    if name == TYPEFACE:
        font.set_variation_by_axes([weight])
    return font


def _pillows(size: int) -> FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, FreeTypeFont):
        raise OSError("This Pillow was built without FreeType: it draws no text.")
    return font


def _is_tracked(font: FreeTypeFont, style: Style) -> bool:
    """Only our own Latin is: letters of other scripts hang together."""
    return bool(style.tracking) and font.path == TYPEFACE


def _advance(run: str, font: FreeTypeFont, style: Style) -> float:
    tracking = style.tracking * style.size * len(run) if _is_tracked(font, style) else 0.0
    return font.getlength(run) + tracking


def _placed(run: str, font: FreeTypeFont, style: Style) -> list[tuple[str, float]]:
    """What is drawn at once, and where: kerned letters, one by one, where they are tracked."""
    if not _is_tracked(font, style):
        return [(run, 0.0)]
    step = style.tracking * style.size
    return [
        (letter, font.getlength(run[: place + 1]) - font.getlength(letter) + step * place)
        for place, letter in enumerate(run)
    ]
