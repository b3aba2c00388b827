"""Markdown as GitHub reads it: CommonMark with tables, strike-through, task lists and bare addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from episodes.notes.limits import MAX_CELLS, MAX_DEPTH, NotesTooHard

_BRACKETS_IN_BRACKETS = 12
_SCHEME = re.compile(r"(?<![a-zA-Z])https?\Z", re.IGNORECASE)
_ADDRESS = re.compile(r"://(?=localhost\b|[\w-]+\.[\w-])[^\s<]+")
_ANY_ADDRESS = re.compile(r"://(?=[\w-]+)[^\s<]+")
_MAIL_NAME = re.compile(r"[\w.+-]+\Z")
_MAIL_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_ENTITY_AT_END = re.compile(r"&[a-zA-Z]+;\Z")


def github_reader(*, guess_links: bool = False) -> MarkdownIt:
    """A new reader; its tokens are CommonMark's. Raises ``NotesTooHard`` where blocks nest too deep.

    Every link target is taken as written, javascript: too: who shows the tokens decides about targets. With
    ``guess_links`` an address needs no dot in its host and what looks like a mail address is one, as on GitHub,
    where ``[x](http://two words)`` links to "two" and a Mastodon handle opens the mail program.
    """
    options = {"strikethrough_single_tilde": True, "tasklists": True}
    reader = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    reader.core.ruler.before("block", "block_nesting", _set_nesting(MAX_DEPTH + 1))
    reader.core.ruler.before("inline", "inline_nesting", _set_nesting(_BRACKETS_IN_BRACKETS))
    reader.block.ruler.before("table", "depth", _refuse_depth)
    reader.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    reader.inline.ruler.before("newline", "address", _addresses(_ANY_ADDRESS if guess_links else _ADDRESS))
    if guess_links:
        reader.inline.ruler.before("newline", "mail", _mail)
    reader.validateLink = _take_every_target  # type: ignore[method-assign]
    return reader


def _set_nesting(levels: int) -> Callable[[StateCore], None]:
    """markdown-it leaves the rest out where blocks nest deeper, but shows it as text where brackets do."""

    def set_nesting(state: StateCore) -> None:
        state.md.options["maxNesting"] = levels

    return set_nesting


def _take_every_target(url: str) -> bool:
    return True


def _refuse_depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level >= MAX_DEPTH:
        raise NotesTooHard(start + 1, "lists or quotations are nested too deep")
    return False


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A short row is filled up to the width of the first, so that a small text can hold very many cells."""
    if silent or not table(state, start, end, True):
        return table(state, start, end, silent)
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    rows = next((line for line in range(start, end) if state.isEmpty(line)), end) - start
    if columns * rows > MAX_CELLS:
        raise NotesTooHard(start + 1, f"this table has more than {MAX_CELLS:,} cells")
    return table(state, start, end, False)


def _addresses(pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    """A bare address with a scheme becomes a link, cut at its end as GitHub's autolinks are."""

    def address(state: StateInline, silent: bool) -> bool:
        if silent or state.linkLevel > 0 or state.src[state.pos] != ":":
            return False
        scheme = _SCHEME.search(state.pending[-6:])
        found = pattern.match(state.src, state.pos, state.posMax)
        if not scheme or not found:
            return False
        rest = _without_trailing_marks(found.group())
        state.pending = state.pending[: -len(scheme.group())]
        _push_link(state, scheme.group() + rest)
        state.pos += len(rest)
        return True

    return address


def _mail(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel > 0 or state.src[state.pos] != "@":
        return False
    name = _MAIL_NAME.search(state.pending[-64:])
    found = _MAIL_HOST.match(state.src, state.pos, state.posMax)
    if not name or not found or not found.group()[-1].isalpha():
        return False
    state.pending = state.pending[: -len(name.group())]
    _push_link(state, name.group() + found.group(), scheme="mailto:")
    state.pos += len(found.group())
    return True


def _without_trailing_marks(address: str) -> str:
    surplus = address.count(")") - address.count("(")
    while address:
        if entity := _ENTITY_AT_END.search(address[-40:]):
            address = address[: -len(entity.group())]
        elif address[-1] in "?!.,:*_~'\";":
            address = address[:-1]
        elif address[-1] == ")" and surplus > 0:
            address, surplus = address[:-1], surplus - 1
        else:
            break
    return address


def _push_link(state: StateInline, address: str, scheme: str = "") -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(scheme + address)}
    opening.markup = "linkify"
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1).markup = "linkify"
