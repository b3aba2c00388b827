from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

LANGUAGES = frozenset(
    {
        "bash",
        "c",
        "console",
        "cpp",
        "css",
        "diff",
        "docker",
        "go",
        "html",
        "http",
        "ini",
        "javascript",
        "json",
    }
    | {"markdown", "pycon", "python", "rust", "sql", "toml", "typescript", "xml", "yaml"}
)
"""Lexers, by their first alias, that were tried with hostile texts; other code stays plain."""

MAX_BLOCK = 5_000
MAX_DOCUMENT = 10_000
"""Characters of one block, and of all blocks in a document, that are highlighted."""

_SLOW = re.compile(r"[^\n]{200}|\n{4}")
"""Where lexers take quadratic time: very long lines, and very many empty ones."""


class Highlight(Treeprocessor):
    """Code with a language gets a caption and Pygments' spans, with classes and no style."""

    def run(self, root: Element) -> None:
        left = MAX_DOCUMENT
        for block in list(root.iter("pre")):
            block.set("tabindex", "0")
            code = block.find("code")
            lexer = _lexer(block.attrib.pop("data-language", ""))
            if code is None or lexer is None or len(code):
                continue
            text = code.text or ""
            _caption(block, lexer)
            code.set("class", f"language-{lexer.aliases[0]}")
            if len(text) <= min(MAX_BLOCK, left) and not _SLOW.search(text):
                left -= len(text)
                _highlight(code, text, lexer)


def _lexer(language: str) -> Lexer | None:
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer if lexer.aliases[0] in LANGUAGES else None


def _caption(block: Element, lexer: Lexer) -> None:
    """The block becomes a figure that holds it: its element is turned, for parents are not known here."""
    pre = Element("pre", block.attrib)
    pre[:] = block[:]
    tail = block.tail
    block.clear()
    block.tail = tail
    block.tag = "figure"
    block.set("class", "code")
    SubElement(block, "figcaption").text = lexer.name
    block.append(pre)


def _highlight(code: Element, text: str, lexer: Lexer) -> None:
    code.text = ""
    for kind, value in lexer.get_tokens(text):
        if css := _css_class(kind):
            SubElement(code, "span", {"class": css}).text = value
        elif len(code):
            code[-1].tail = (code[-1].tail or "") + value
        else:
            code.text += value


def _css_class(kind: _TokenType) -> str:
    """The short name of the kind, or of what it is a kind of."""
    return next(STANDARD_TYPES[known] for known in reversed(kind.split()) if known in STANDARD_TYPES)
