"""Draws the demo show's cover: a score with four voices, which is also a fence.

A development tool: python -m episodes.demo.artwork. The colours are those of tokens.css, light theme.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
TYPEFACE = "atkinson-next.woff2"
SIZE, SCALE = 2000, 2  # drawn twice as large, then reduced: Pillow's own edges are hard
PAPER, INK, RULE = "#fbfbf9", "#15181e", "#dcded8"
VOICES = ("#2a4fa8", "#b8442b", "#2b6e52", "#77407f")
LEFT, RIGHT, TOP, LANE, GAP = 150, 1850, 1235, 108, 28
POSTS = (0.0, 0.13, 0.40, 0.60, 0.69, 0.87, 1.0)  # where a part begins, as a share of the width
LANES = ((0, 1, 2, 3), (0,), (1,), (), (2,), (3,))  # who speaks between two posts; nobody: the sponsor

Box = tuple[float, float, float, float]


def scaled(*values: float) -> list[float]:
    return [value * SCALE for value in values]


def typeface(size: int, weight: int) -> ImageFont.FreeTypeFont:
    path = next((HERE.parents[1] / "static").rglob(TYPEFACE))
    font = ImageFont.truetype(path, size * SCALE)
    font.set_variation_by_axes([weight])
    return font


def hatched(draw: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = box
    for start in range(int(left - (bottom - top)), int(right), 30):
        rise = [(x, bottom - (x - start)) for x in range(start, start + int(bottom - top))]
        inside = [point for point in rise if left <= point[0] <= right and top <= point[1] <= bottom]
        if len(inside) > 1:
            draw.line(scaled(*inside[0], *inside[-1]), fill="#a9ada7", width=4 * SCALE)
    draw.rounded_rectangle(scaled(*box), 10 * SCALE, outline="#7c818b", width=5 * SCALE)


def lane_top(lane: int) -> int:
    return TOP + lane * (LANE + GAP)


def score(draw: ImageDraw.ImageDraw) -> None:
    xs = [LEFT + share * (RIGHT - LEFT) for share in POSTS]
    bottom = lane_top(len(VOICES)) - GAP
    for lane in range(len(VOICES)):
        middle = lane_top(lane) + LANE / 2
        draw.line(scaled(LEFT, middle, RIGHT, middle), fill=RULE, width=6 * SCALE)
    for left, right, lanes in zip(xs, xs[1:], LANES, strict=False):
        if not lanes:
            hatched(draw, (left + 24, TOP, right - 24, bottom))
        for lane in lanes:
            box = scaled(left + 24, lane_top(lane), right - 24, lane_top(lane) + LANE)
            draw.rounded_rectangle(box, 10 * SCALE, fill=VOICES[lane])
    for x in xs:
        draw.rounded_rectangle(scaled(x - 9, TOP - 60, x + 9, bottom + 70), 9 * SCALE, fill=INK)


def title(draw: ImageDraw.ImageDraw) -> None:
    font = typeface(360, 700)
    for row, (words, bearing) in enumerate((("The", 14), ("Fencepost", 31), ("Hour", 31))):
        corner = (LEFT + 2 - bearing) * SCALE, (430 + row * 308) * SCALE
        draw.text(corner, words, font=font, fill=INK, anchor="ls")


def cover() -> Image.Image:
    image = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    title(draw)
    score(draw)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    cover().save(HERE / "artwork.png", optimize=True)
