"""The tokens inside a paragraph -> plain lines, and its links by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from .document import ParsedLink
from .plain_line import PlainLine, Span

# Bold marks that found no partner; "**kwargs" and "2**8" are text.
_LEFT_OVER: Final = re.compile(r"\*{3,}|\*\*(?!\w)")
# Bold or a link inside a code span is neither, but hosts' editors write them there around a name.
_MARKED_CODE: Final = re.compile(r"\*\*([^*]+)\*\*|\[\**([^\[\]*]+)\**\]\([^()\s]+\)")
_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|br|code|del|em|i|img|ins|kbd|s|small|span|strong|sub|sup|u)\b", re.I
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_OPENING: Final = {"link_open", "strong_open"}
_CLOSING: Final = {"link_close", "strong_close"}


@dataclass(frozen=True, kw_only=True)
class InlineText:
    """A paragraph's lines; how many links and bold spans are open after each; links, and images as Markdown,
    with their line from 0."""

    lines: tuple[PlainLine, ...]
    depths: tuple[int, ...]
    links: tuple[tuple[int, ParsedLink], ...]
    images: tuple[tuple[int, str], ...] = ()


def read_inline(tokens: Sequence[Token]) -> InlineText:
    reading = _Reading()
    names = _double_underscored(tokens)
    for i, token in enumerate(tokens):
        if i in names:
            reading.write("__")
        else:
            reading.take(token)
    reading.end_line()
    return InlineText(
        lines=tuple(reading.lines),
        depths=tuple(reading.depths),
        links=tuple(reading.links),
        images=tuple(reading.images),
    )


def _double_underscored(tokens: Sequence[Token]) -> set[int]:
    """The marks of ``__main__`` and its like, which are Python's and not bold."""
    marks: set[int] = set()
    for i, (first, name, last) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        bold = first.type == "strong_open" and last.type == "strong_close" and first.markup == "__"
        if bold and name.type == "text" and _NAME.fullmatch(name.content):
            marks |= {i, i + 2}
    return marks


class _Reading:
    def __init__(self) -> None:
        self.lines: list[PlainLine] = []
        self.depths: list[int] = []
        self.links: list[tuple[int, ParsedLink]] = []
        self.images: list[tuple[int, str]] = []
        self.text = ""
        self.open: list[tuple[int, str]] = []
        self.spans: list[Span] = []
        self.link_text: list[str] = []
        self.link_line = 0

    def take(self, token: Token) -> None:
        if token.type in _OPENING:
            self._open(token)
        elif token.type in _CLOSING:
            self._close(token)
        elif token.type in {"softbreak", "hardbreak"}:
            self.link_text.append(" ")
            self.end_line()
        elif token.type == "image":
            self.link_text.append(token.content)
            self.images.append((len(self.lines), f"![{token.content}](<{token.attrGet('src')}>)"))
        else:
            self.write(_shown(token))

    def write(self, text: str) -> None:
        self.text += text
        self.link_text.append(text)

    def end_line(self) -> None:
        """Close the line; what is open stays open on the next."""
        for start, url in self.open:
            self._span(start, url)
        self.open = [(0, url) for _, url in self.open]
        self.lines.append(
            PlainLine(
                text=self.text,
                links=tuple(span for span in self.spans if span.url),
                bold=tuple(span for span in self.spans if not span.url),
            )
        )
        self.depths.append(len(self.open))
        self.text, self.spans = "", []

    def _open(self, token: Token) -> None:
        # A link to nowhere needs a target too, or its span would count as bold.
        url = str(token.attrGet("href") or "#") if token.type == "link_open" else ""
        self.open.append((len(self.text), url))
        if url:
            self.link_text, self.link_line = [], len(self.lines)

    def _close(self, token: Token) -> None:
        start, url = self.open.pop()
        self._span(start, url)
        if token.type == "link_close":
            text = " ".join("".join(self.link_text).split())
            self.links.append((self.link_line, ParsedLink(text=text, url=url)))

    def _span(self, start: int, url: str) -> None:
        if start < len(self.text):
            self.spans.append(Span(start=start, end=len(self.text), url=url))


def _shown(token: Token) -> str:
    if token.type == "text":
        return _LEFT_OVER.sub("", token.content)
    if token.type == "code_inline":
        match = _MARKED_CODE.fullmatch(token.content)
        return match[1] or match[2] if match else token.content
    if token.type == "html_inline":
        return "" if _TAG.match(token.content) else token.content
    return token.content if token.type == "text_special" else ""
