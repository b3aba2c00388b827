"""A card: what a chat shows of an episode or a segment. Values in, a picture out; the same values, the same bytes.

Drawn twice as large and halved, so that corners and hatches are smooth. All measures are pixels of the finished card.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from episodes.cards.lettering import LEADING, Style, fit, is_legible, legible, shorten, width, write
from episodes.pictures import MOST_PIXELS
from episodes.score import Block, Score

WIDTH: Final = 1200
HEIGHT: Final = 630

# Those of static/css/tokens.css, light.
PAPER: Final = "#fbfbf9"
INK: Final = "#15181e"
INK_2: Final = "#484d58"
RULE: Final = "#dcded8"
EDGE: Final = "#7c818b"
NOW: Final = "#ffd83a"
ON_VOICE: Final = "#ffffff"
VOICES: Final = {"v1": "#2a4fa8", "v2": "#b8442b", "v3": "#2b6e52", "v4": "#77407f", "idle": "#a9ada7"}

SCALE: Final = 2
LEFT: Final = 64
AXIS: Final = 264
RIGHT: Final = WIDTH - LEFT
TOP: Final = 48
PICTURE: Final = 64
WORDS_TOP: Final = 140
SCORE_HEIGHT: Final = 118
TITLE_LINES: Final = 4
TITLE_SIZES: Final = (88, 84, 80, 76, 72, 68, 64, 60, 56, 52, 48, 44)
SMALLEST_NUMBER: Final = 60
TITLE_WEIGHT: Final = 700
NUMBER_WEIGHT: Final = 300
TITLE: Final = tuple(Style(size=size, weight=TITLE_WEIGHT, tracking=-0.03) for size in TITLE_SIZES)
LINE: Final = Style(size=30)
NAME: Final = Style(size=32, weight=650, tracking=-0.01)
LANE: Final = Style(size=23, weight=600)
BLOCK: Final = Style(size=21, weight=650)
TICK: Final = Style(size=18)
DIM: Final = 0.66
_BAD_PICTURE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """``number`` is the episode's; ``lanes`` are names, the score's from the top.

    ``now`` is where the segment starts that the card is of, on the score's own time line; None for a whole episode.
    """

    show: str
    number: str
    title: str
    line: str
    score: Score
    lanes: tuple[str, ...] = ()
    now: float | None = None
    artwork: bytes | None = None


class Canvas:
    """Shapes and words by their measures on the finished card."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def block(
        self, x: float, y: float, w: float, h: float, colour: str, *, radius: float = 0, edge: str = ""
    ) -> None:
        self.draw.rounded_rectangle(
            (round(x * SCALE), round(y * SCALE), round((x + w) * SCALE) - 1, round((y + h) * SCALE) - 1),
            radius=min(radius, w / 2, h / 2) * SCALE,
            fill=colour,
            outline=edge or None,
            width=3 * SCALE if edge else 0,
        )

    def write(self, x: float, baseline: float, text: str, style: Style, colour: str) -> None:
        large = Style(size=style.size * SCALE, weight=style.weight, tracking=style.tracking)
        write(self.draw, (x * SCALE, baseline * SCALE), text, large, colour)

    def paste(self, picture: Image.Image, x: int, y: int, radius: int) -> None:
        mask = Image.new("L", picture.size, 0)
        corners = (0, 0, picture.width - 1, picture.height - 1)
        ImageDraw.Draw(mask).rounded_rectangle(corners, radius * SCALE, fill=255)
        self.image.paste(picture, (x * SCALE, y * SCALE), mask)

    def png(self) -> bytes:
        file = io.BytesIO()
        self.image.reduce(SCALE).save(file, "PNG")
        return file.getvalue()


def draw(card: Card) -> bytes:
    """The card as a PNG."""
    canvas = Canvas()
    _draw_head(canvas, card)
    score_top = _draw_score(canvas, card)
    _draw_words(canvas, card, bottom=score_top - 36)
    return canvas.png()


def _draw_head(canvas: Canvas, card: Card) -> None:
    """Whose card it is: the artwork, or the mark of the site, and the show's name."""
    picture = _picture(card.artwork)
    if picture is not None:
        canvas.paste(picture, LEFT, TOP, 8)
    else:
        _draw_mark(canvas, LEFT, TOP + 10, 2.2)
    name = shorten(legible(card.show, NAME.weight), NAME, RIGHT - AXIS)
    canvas.write(AXIS, TOP + PICTURE / 2 + 11, name, NAME, INK)


def _draw_mark(canvas: Canvas, x: float, y: float, unit: float) -> None:
    """The four blocks beside the show's name on each page."""
    for left, top, long, voice in ((0, 0, 11, "v1"), (12, 7, 9, "v2"), (22, 0, 6, "v1"), (4, 14, 13, "v3")):
        canvas.block(x + left * unit, y + top * unit, long * unit, 6 * unit, VOICES[voice])


def _draw_words(canvas: Canvas, card: Card, *, bottom: float) -> None:
    """Number, title and line, a little above the middle of their room."""
    line = legible(card.line, LINE.weight)
    line_room = LINE.size + 22 if line else 0
    room = bottom - WORDS_TOP
    style, lines = fit(_title(card), TITLE, room=RIGHT - AXIS, height=room - line_room, lines=TITLE_LINES)
    leading = style.size * LEADING
    top = WORDS_TOP + (room - line_room - leading * len(lines)) * 0.45
    # Letters stand on their baseline about four fifths down.
    baseline = top + style.size * 0.8
    _draw_number(canvas, legible(card.number, NUMBER_WEIGHT), max(style.size, SMALLEST_NUMBER), baseline)
    for place, words in enumerate(lines):
        canvas.write(AXIS - style.size * 0.03, baseline + place * leading, words, style, INK)
    after = top + leading * len(lines) + LINE.size + 14
    canvas.write(AXIS, after, shorten(line, LINE, RIGHT - AXIS), LINE, INK_2)


def _title(card: Card) -> str:
    """A title in a script that no font here has is worse than the show's name."""
    text = card.title if is_legible(card.title, TITLE_WEIGHT) else card.show
    return legible(text, TITLE_WEIGHT)


def _draw_number(canvas: Canvas, number: str, size: int, baseline: float) -> None:
    """In the margin, as large as the title where that fits."""
    room = AXIS - LEFT - 40
    styles = (Style(size=size, weight=NUMBER_WEIGHT, tracking=-0.045) for size in range(size, 23, -2))
    style = next((style for style in styles if width(number, style) <= room), LANE)
    canvas.write(LEFT - style.size * 0.03, baseline, shorten(number, style, room), style, INK)


def _draw_score(canvas: Canvas, card: Card) -> float:
    """The lanes at the foot of the card; where they begin."""
    score, long = card.score, RIGHT - AXIS
    unit = min(1.6, SCORE_HEIGHT / score.height)
    bottom = HEIGHT - TOP - (28 if score.ticks else 0)
    top = bottom - score.height * unit
    for place, y in enumerate(score.staves):
        canvas.block(AXIS, top + y * unit - 1, long, 1.5, RULE)
        if place < len(card.lanes):
            _draw_lane_name(canvas, card.lanes[place], f"v{place + 1}", top + y * unit)
    for block in score.blocks:
        _draw_block(canvas, card, block, top + block.y * unit, block.height * unit)
    for tick in score.ticks:
        x = AXIS + float(tick.x) * long / 100
        canvas.block(x, bottom + 6, 1.5, 5, RULE)
        canvas.write(x, bottom + 30, tick.text, TICK, INK_2)
    return top


def _draw_lane_name(canvas: Canvas, name: str, voice: str, middle: float) -> None:
    canvas.block(LEFT, middle - 8, 16, 16, VOICES[voice], radius=1)
    room = AXIS - LEFT - 26 - 12
    canvas.write(LEFT + 26, middle + 8, shorten(legible(name, LANE.weight), LANE, room), LANE, INK)


def _draw_block(canvas: Canvas, card: Card, block: Block, y: float, h: float) -> None:
    long = RIGHT - AXIS
    x = AXIS + float(block.x) * long / 100 + 1
    w = max(3.0, float(block.width) * long / 100 - 2)
    is_now = card.now is not None and block.part.start == card.now
    dimmed = card.now is not None and not is_now
    if is_now:
        canvas.block(x, y, w, h, NOW, radius=4, edge=INK)
    elif block.part.sponsor:
        _draw_hatch(canvas, x, y, w, h)
        return
    else:
        colour = VOICES[block.colour]
        canvas.block(x, y, w, h, _mixed(colour, PAPER, DIM) if dimmed else colour, radius=4)
    if w > width(block.part.number, BLOCK) + 18 and not block.part.sponsor:
        colour = INK if is_now else INK_2 if dimmed else ON_VOICE
        canvas.write(x + 10, y + h / 2 + 8, block.part.number, BLOCK, colour)


def _draw_hatch(canvas: Canvas, x: float, y: float, w: float, h: float) -> None:
    """What is paid for is no voice's: hatched across all lanes."""
    tile = Image.new("RGB", (max(1, round(w * SCALE)), max(1, round(h * SCALE))), PAPER)
    draw = ImageDraw.Draw(tile)
    for start in range(-tile.height, tile.width, 9 * SCALE):
        draw.line((start, tile.height, start + tile.height, 0), fill=EDGE, width=SCALE)
    draw.rectangle((0, 0, tile.width - 1, tile.height - 1), outline=EDGE, width=SCALE)
    canvas.image.paste(tile, (round(x * SCALE), round(y * SCALE)))


def _picture(data: bytes | None) -> Image.Image | None:
    """The artwork, small; None for what is no picture, or one that would exhaust the server."""
    size = (PICTURE * SCALE, PICTURE * SCALE)
    try:
        with Image.open(io.BytesIO(data or b""), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (size[0] * 2, size[1] * 2))
            plain = picture if picture.mode in {"L", "RGB", "RGBA"} else picture.convert("RGBA")
            small = ImageOps.fit(plain, size).convert("RGBA")
    except _BAD_PICTURE:
        return None
    return Image.alpha_composite(Image.new("RGBA", size, PAPER), small).convert("RGB")


def _mixed(colour: str, other: str, share: float) -> str:
    """``share`` of the other colour."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * (1 - share) + two * share):02x}" for one, two in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
