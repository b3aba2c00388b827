"""The HTML of a feed's show notes -> Markdown that a host likes to edit, with every word and every link.

html-to-markdown (Rust) converts; of 130 notes of real shows, rendered and read back, 128 had the same words.
"""

from __future__ import annotations

import re
from typing import Final

import nh3
from django.utils.html import escape, linebreaks
from html_to_markdown import ConversionOptions, PanicError, convert

from episodes.feeds.xml import legal
from episodes.notes.markdown.raw_html import RAW_TAGS
from episodes.notes.renderer import plain_text

LONGEST: Final = 400_000
# As much of the notes as can hold the words of a summary.
OPENING: Final = 10_000
DEEPEST: Final = 60
# In HTML whose paragraphs and list items are not closed, as it may be written.
DEEPEST_AS_WRITTEN: Final = 1000

_OPTIONS: Final = ConversionOptions(
    bullets="-", escape_asterisks=True, escape_underscores=True, escape_misc=True, extract_metadata=False
)
_CLEANER: Final = nh3.Cleaner(
    tags=set(RAW_TAGS), attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}}, link_rel=None
)
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]{0,20})\b[^<>]{0,5000}>", re.IGNORECASE)
_SINGLE: Final = frozenset({"br", "hr", "img", "input", "wbr", "col"})
_BLANK_MARK: Final = re.compile(r"<(strong|b|em|i)>([ \t\n\xa0]{0,20})</\1>")
_BLANK_INSIDE: Final = re.compile(r"([ \t\n\xa0]{1,20})(</(?:strong|b|em|i)>)")
# Marks in the middle of a line mean nothing there. Code, which the first branch steps over, is left alone.
_NEEDLESS: Final = re.compile(
    r"(?P<code>(?P<ticks>`{1,40})[^`](?:[^`]|(?!(?P=ticks))`){0,20000}?(?P=ticks))"
    r"|(?:(?<=\w)|(?<=[^\W\d_] )|(?<=[^\W\d_]\) ))\\(?P<mark>[-#+])"
    r"|(?P<number>[^\W\d_] [0-9]{1,9})\\(?=\.)"
    r"|\\(?P<time>\[[0-9]{1,3}(?::[0-9]{2}){1,2})\\\](?![(\[:])"
)


def markdown_of(text: str) -> str:
    """Notes as Markdown, whether the feed has them as HTML or as plain text. "" where there is no word.

    What is nested beyond any page comes as plain text.
    """
    html = _safe(text)
    for tidy, by in ((_BLANK_MARK, r"\2"), (_BLANK_INSIDE, r"\2\1")):
        html = tidy.sub(by, html)
    if _depth(html) > DEEPEST:
        html = linebreaks(plain_text(html), autoescape=True)
    try:
        markdown = convert(html, _OPTIONS).content or ""
    except PanicError:
        markdown = convert(linebreaks(plain_text(html), autoescape=True), _OPTIONS).content or ""
    markdown = _NEEDLESS.sub(_without_escapes, markdown).strip("\n")
    return f"{markdown}\n" if markdown else ""


def _without_escapes(found: re.Match[str]) -> str:
    return f"{found['time']}]" if found["time"] else found["code"] or found["mark"] or found["number"]


def _safe(text: str) -> str:
    """HTML whose tags are all closed, without what is none of a page's text."""
    text = legal(text[:LONGEST])
    if not is_html(text):
        return linebreaks(text, autoescape=True)
    # The cleaner's time grows with the square of the depth.
    return _CLEANER.clean(text if _depth(text) <= DEEPEST_AS_WRITTEN else _TAG.sub(" ", text))


def without_chapter_list(html: str, page: str) -> str:
    """Notes without a list of moments of the same page at their start: what Showsite's own feed puts above them."""
    moment = rf'\s*<li>[^<>]{{0,40}}<a href="{re.escape(escape(page))}#t=[0-9]+">[^<>]{{0,600}}</a></li>'
    return re.sub(rf"\A\s*<ul>(?:{moment})+\s*</ul>\s*", "", html, count=1) if page else html


def is_html(text: str) -> bool:
    return bool(_TAG.search(text)) or bool(re.search(r"&(?:[a-z]{2,8}|#[0-9]{1,6});", text, re.IGNORECASE))


def text_of(text: str) -> str:
    """The words of HTML or plain text, line by line."""
    return plain_text(_safe(text)) if is_html(text) else text.strip()


def summary_of(summary: str, notes: str, longest: int = 500) -> str:
    """A summary that says something of its own: not the notes again, nor their first words."""
    words = " ".join(text_of(summary).split())
    if not words or len(words) > longest:
        return ""
    said = " ".join(text_of(notes[:OPENING]).split())
    return "" if said.startswith(words.rstrip(".… ")) else words


def _depth(html: str) -> int:
    depth = deepest = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _SINGLE:
            depth += -1 if found[1] else 1
            deepest = max(deepest, depth)
    return deepest
