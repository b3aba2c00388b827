"""The score as SVG: what was measured in ``episodes.score``, written down.

By hand, where the pages are templates: an episode's score has a hundred elements and a page of the archive has fifty
scores, and a template takes several times as long for the same characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from episodes.score import Block, Score, Tick

HATCH = (
    '<defs><pattern id="Hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><path class="hatch" d="M0 0h6"/></pattern></defs>'
)


def full(score: Score, *, lanes: Iterable[str], page_url: str, audio_url: str) -> SafeString:
    """As wide as the page, beside the names of the lanes. A block leads to its moment, or where times are not known
    to its part of the page."""
    names = "".join(
        f'<li><span class="voice v{place}">{escape(name)}</span></li>'
        for place, name in enumerate(lanes, start=1)
    )
    where = f"{audio_url}#t=" if score.timed else f"{page_url}#"
    head = f'<line class="head" x1="-9" x2="-9" y1="0" y2="{score.height}"/>' if score.timed else ""
    drawn = [
        HATCH,
        _staves(score, "100"),
        *(_labelled(block, score, escape(where)) for block in score.blocks),
        *(_tick(tick, score.height) for tick in score.ticks),
        head,
    ]
    listed = f'<ul class="lanes">{names}</ul>' if names else ""
    return _safe(f'<div class="row roll">{listed}{_svg("full", score, drawn)}</div>')


def mini(score: Score) -> SafeString:
    hits = (f'<rect class="hit" x="{x}%" width="2" y="{score.height + 2}" height="4"/>' for x in score.hits)
    return _safe(_svg("mini", score, [_staves(score, score.width), *map(_rectangle, score.blocks), *hits]))


def track(score: Score) -> SafeString:
    """What lies behind the slider of the player."""
    return _safe(_svg("track", score, map(_rectangle, score.blocks)))


def _svg(form: str, score: Score, drawn: Iterable[str]) -> str:
    even = "" if score.timed else " even"
    return (
        f'<svg class="score {form}{even}" width="100%" height="{score.outer_height}" aria-hidden="true">'
        f"{''.join(drawn)}</svg>"
    )


def _staves(score: Score, end: str) -> str:
    return "".join(f'<line class="staff" x1="0" x2="{end}%" y1="{y}" y2="{y}"/>' for y in score.staves)


def _rectangle(block: Block) -> str:
    return f'<rect class="{block.colour}" {_box(block)}/>'


def _box(block: Block) -> str:
    return f'x="{block.x}%" width="{block.width}%" y="{block.y}" height="{block.height}"'


def _labelled(block: Block, score: Score, where: str) -> str:
    """A block of the full score; one that is somebody's own can be pressed."""
    if block.part.sponsor:
        return f'<rect class="ad" {_box(block)} fill="url(#Hatch)"/>'
    own = (
        f'<svg class="b {block.colour}" {_box(block)}><rect width="100%" height="100%"/>{_label(block)}</svg>'
    )
    if not block.plays:
        return own
    name = escape(f"{block.part.number} {block.part.title}")
    if not score.timed:
        return f'<a href="{where}{escape(block.part.slug)}" tabindex="-1"><title>{name}</title>{own}</a>'
    seconds, time = block.seconds, escape(block.part.time)
    return (
        f'<a href="{where}{seconds}" data-t="{seconds}" tabindex="-1"><title>{name}, {time}</title>{own}</a>'
    )


def _label(block: Block) -> str:
    if not (block.plays and block.part.number):
        return ""
    title = f'<tspan class="t" dx="7">{escape(block.label)}</tspan>' if block.label else ""
    return f'<text x="8" y="19">{escape(block.part.number)}{title}</text>'


def _tick(tick: Tick, height: int) -> str:
    odd = " odd" if tick.odd else ""
    return (
        f'<line class="tick{odd}" x1="{tick.x}%" x2="{tick.x}%" y1="{height + 6}" y2="{height + 11}"/>'
        f'<text class="tick{odd}" x="{tick.x}%" y="{height + 23}">{tick.text}</text>'
    )


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - every word of the show's is escaped above
