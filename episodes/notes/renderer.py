"""Markdown -> safe HTML. The one place that trusts HTML, and it trusts only what passed its allow-list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from typing import Literal

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from pygments.token import STANDARD_TYPES

from episodes.notes.document import Picture
from episodes.notes.fences import Mended, mend_fences
from episodes.notes.limits import NotesTooHard, check_limits
from episodes.notes.markdown import GitHubReading
from episodes.notes.markdown.raw_html import RAW_TAGS
from episodes.notes.markdown.reader import github_reader
from episodes.notes.markdown.targets import is_image_target
from episodes.notes.markdown.tree import build_tree

__all__ = ["NotesTooHard", "named_pictures", "plain_text", "render"]

_CODE_CLASSES = frozenset(STANDARD_TYPES.values()) - {""}
_LANGUAGE_CLASS = re.compile(r"language-[a-z0-9-]+")
_OUR_PICTURE = re.compile(r"/media/notes/[0-9a-f]{32}\.(?:gif|jpg|png|webp)")
_MAY_NAME_PICTURES = re.compile(r"!\[|<img", re.IGNORECASE)
_UNWANTED = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\x7f|[\ufdd0-\ufdef]")


def _keep_our_classes(tag: str, name: str, value: str) -> str | None:
    if name != "class":
        return value
    if tag == "code" and _LANGUAGE_CLASS.fullmatch(value):
        return value
    if tag == "figure" and value == "code":
        return value
    return value if tag == "span" and value in _CODE_CLASSES else None


_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(attributes) for tag, attributes in RAW_TAGS.items()},
    "a": {"href", "title", "rel"},
    "code": {"class"},
    "figure": {"class"},
    "span": {"class"},
}


def _only_our_pictures(address: str) -> str | None:
    return address if _OUR_PICTURE.fullmatch(address) else None


def _cleaner(
    relative_addresses: Literal["pass_through"] | Callable[[str], str | None], tables: dict[str, str]
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(RAW_TAGS),
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        tag_attribute_values={
            "pre": {"tabindex": {"0"}},
            "img": {"loading": {"lazy"}, "decoding": {"async"}},
        },
        set_tag_attribute_values={"table": tables},
        attribute_filter=_keep_our_classes,
        url_schemes={"http", "https", "mailto"},
        url_relative=relative_addresses,
        link_rel=None,
    )


# A wide table is rolled to the side, which a keyboard must be able to do too.
_CLEANER = _cleaner(_only_our_pictures, {"tabindex": "0"})
_CLEANER_OF_ALL_LINKS = _cleaner("pass_through", {})


def render(
    source: str,
    *,
    references: str = "",
    rel: str = "",
    pictures: Mapping[str, Picture] | None = None,
    as_github: bool = False,
) -> SafeString:
    """The HTML of notes, or of a part of them, as GitHub shows it.

    ``references`` is Markdown with the link reference definitions of the rest of the document; ``rel`` is put
    on every link ("sponsored"). ``pictures`` are those that we hold, by the address that the notes give; any other
    becomes a link to it. ``as_github`` keeps them all, links that lead nowhere and headings in lists, which pages show
    as text. Raises ``NotesTooHard``, with the line, beyond ``episodes.notes.limits``.
    """
    source, references = _clean(source), _clean(references)
    check_limits(source)
    check_limits(references)
    mended = mend_fences(source)
    reading = GitHubReading(references=references, rel=rel, as_github=as_github, pictures=pictures)
    # A new instance for each text: a shared one leaks references, and is not safe between threads.
    markdown = Markdown(extensions=[reading], output_format="html")
    with _lines_of(mended):
        html = markdown.convert(mended.text)
    return mark_safe((_CLEANER_OF_ALL_LINKS if as_github else _CLEANER).clean(html))  # noqa: S308


def named_pictures(source: str) -> list[str]:
    """The addresses of the pictures in notes, each once, as ``render`` looks them up. Raises ``NotesTooHard``."""
    if not _MAY_NAME_PICTURES.search(source):
        return []
    source = _clean(source)
    check_limits(source)
    mended = mend_fences(source)
    with _lines_of(mended):
        tree = build_tree(github_reader().parse(mended.text, {}), "div")
    sources = (image.get("src", "") for image in tree.iter("img"))
    return list(dict.fromkeys(address for address in sources if is_image_target(address)))


@contextmanager
def _lines_of(mended: Mended) -> Iterator[None]:
    """What is too hard is named by its line in the text as it was typed."""
    try:
        yield
    except NotesTooHard as error:
        raise NotesTooHard(mended.number(error.line - 1), error.message) from None


def _clean(text: str) -> str:
    """Without characters that PostgreSQL, XML or UTF-8 refuse, and with one kind of line end."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_BLOCK_EDGE = re.compile(
    r"(?=</?(?:p|li|ul|ol|dl|d[dt]|h[1-6r]|pre|t[dhr]|div|br|blockquote|fig|summary|details)\b)"
)
_IMAGE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*?\balt="([^"]*)"(?:[^>"]|"[^"]*")*>')
_TAG_STRIPPER = nh3.Cleaner(tags=set(), clean_content_tags=set())


def plain_text(html: str) -> str:
    """The words of rendered HTML, for search and descriptions: a line for each block, no markup.

    A picture's are its alternative text, whether it is shown or, not fetched yet, linked to.
    """
    text = unescape(_TAG_STRIPPER.clean(_BLOCK_EDGE.sub("\n", _IMAGE.sub(r"\1", html))))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
