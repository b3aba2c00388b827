"""CommonMark tokens -> the ElementTree that Python-Markdown's tree processors work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown_it.token import Token

from episodes.notes.limits import MAX_DEPTH, NotesTooHard
from episodes.notes.markdown.raw_html import VOID_TAGS, Tag, read_raw_html

MAX_ATTRIBUTES = 500_000
"""Characters in link targets: a reference definition may be long and used often."""


def build_tree(tokens: Iterable[Token], root_tag: str, *, headings_in_lists: bool = False) -> Element:
    """Raises ``NotesTooHard`` where elements nest too deep or targets take too much room."""
    builder = _TreeBuilder(root_tag, headings_in_lists=headings_in_lists)
    builder.add(tokens)
    return builder.finish()


class _TreeBuilder:
    """Holds the open elements; those from raw HTML end at the latest with the element around them."""

    def __init__(self, root_tag: str, *, headings_in_lists: bool) -> None:
        self.root = Element(root_tag)
        self.headings_in_lists = headings_in_lists
        self.open = [self.root]
        self.raw = [False]
        self.texts: list[str] = []
        self.line = 1
        self.room = MAX_ATTRIBUTES
        self.by_type: dict[str, Callable[[Token], None]] = {
            "inline": lambda token: self.add(token.children or ()),
            "text": lambda token: self.texts.append(token.content),
            "softbreak": lambda token: self.texts.append("\n"),
            "hardbreak": lambda token: self._void("br", {}),
            "code_inline": self._code_span,
            "code_block": self._code,
            "fence": self._code,
            "image": self._image,
            "hr": lambda token: self._void("hr", {}),
            "html_inline": lambda token: self._raw(token.content),
            "html_block": lambda token: self._raw(token.content),
        }

    def add(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            self.line = token.map[0] + 1 if token.map else self.line
            if token.nesting > 0:
                self._open_token(token)
            elif token.nesting < 0:
                self._close_token(token)
            else:
                self.by_type[token.type](token)
            if token.block and token.nesting <= 0 and token.type != "inline":
                self.texts.append("\n")

    def finish(self) -> Element:
        self._flush()
        return self.root

    def _open_token(self, token: Token) -> None:
        if token.type == "heading_open" and not self.headings_in_lists and self._is_in_list():
            self._open_heading_in_list(token)
        elif not token.hidden:
            self._open({"s": "del"}.get(token.tag, token.tag), _attributes(token))
        if "checked" in token.meta:
            self.texts.append("☑ " if token.meta["checked"] else "☐ ")

    def _is_in_list(self) -> bool:
        return any(element.tag == "li" for element in self.open)

    def _open_heading_in_list(self, token: Token) -> None:
        """Pasted code has lines like ``# comment``: they stay what they are, a line of the list item."""
        self._open("p", {})
        self.texts.append(token.markup + " " if token.markup.startswith("#") else "")

    def _close_token(self, token: Token) -> None:
        if token.hidden:
            return
        while self.raw[-1]:
            self._close()
        self._close()

    def _open(self, tag: str, attributes: dict[str, str], *, raw: bool = False) -> None:
        if len(self.open) > MAX_DEPTH:
            raise NotesTooHard(self.line, "lists, quotations or emphasis are nested too deep")
        self._flush()
        self.room -= sum(map(len, attributes.values()))
        if self.room < 0:
            raise NotesTooHard(self.line, "the addresses up to here are too long, all together")
        self.open.append(SubElement(self.open[-1], tag, attributes))
        self.raw.append(raw)

    def _close(self) -> None:
        self._flush()
        self.open.pop()
        self.raw.pop()

    def _void(self, tag: str, attributes: dict[str, str]) -> None:
        self._open(tag, attributes)
        self._close()

    def _flush(self) -> None:
        text, self.texts = "".join(self.texts), []
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _code_span(self, token: Token) -> None:
        self._open("code", {})
        self.texts.append(token.content)
        self._close()

    def _code(self, token: Token) -> None:
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        self._open("pre", {"data-language": language})
        self._code_span(token)
        self._close()

    def _image(self, token: Token) -> None:
        attributes = _attributes(token)
        self._void("img", {**attributes, "alt": _alternative_text(token.children or ())})

    def _raw(self, html: str) -> None:
        for part in read_raw_html(html):
            if isinstance(part, str):
                self.texts.append(part)
            elif part.name in VOID_TAGS:
                self._raw_void(part)
            elif part.closes:
                self._close_raw(part.name)
            else:
                self._open(part.name, part.attributes, raw=True)

    def _raw_void(self, tag: Tag) -> None:
        if not tag.closes:
            self._void(tag.name, tag.attributes)

    def _close_raw(self, name: str) -> None:
        """End the raw element of that name, and those in it; not one around what Markdown opened."""
        for index in range(len(self.open) - 1, 0, -1):
            if not self.raw[index]:
                return
            if self.open[index].tag == name:
                while len(self.open) > index:
                    self._close()
                return


def _attributes(token: Token) -> dict[str, str]:
    attributes = {name: str(value) for name, value in token.attrs.items()}
    # A strict content security policy drops inline styles.
    if style := attributes.pop("style", ""):
        attributes["align"] = style.removeprefix("text-align:")
    return attributes


def _alternative_text(tokens: Iterable[Token]) -> str:
    texts: list[str] = []
    waiting = list(tokens)[::-1]
    while waiting:
        token = waiting.pop()
        texts.append(
            "\n" if token.type in ("softbreak", "hardbreak") else "" if token.children else token.content
        )
        waiting.extend((token.children or [])[::-1])
    return "".join(texts)
