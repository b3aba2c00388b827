"""An episode as one file: YAML front matter, then the notes byte for byte as they were typed. Pure.

What tells our front matter from one that a host typed is its first line, ``showsite: 1``. The notes begin right
below the line that ends it, so notes which have front matter of their own simply follow.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

VERSION: Final = 1
MARK: Final = "showsite"
EXPORTED: Final = "exported"

_OPENING: Final = re.compile(r"---\r?\nshowsite:[ \t]*([0-9]{1,4})[ \t]*\r?\n")
_CLOSING: Final = re.compile(r"^---\r?$\n?", re.MULTILINE)
_ODD_BREAK: Final = re.compile("[\r\x85\u2028\u2029\ufeff]")
# Brackets in brackets take PyYAML quadratic time; what we write has none outside of texts.
_MOST_BRACKETS: Final = 2000


class BrokenFrontMatter(ValueError):
    """The front matter of an export cannot be read; the message says where."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """``values`` is what the YAML says, unchecked; ``notes`` is the text below it, ``lines_above`` lines down."""

    values: dict[str, Any]
    notes: str
    lines_above: int = 0

    def as_exported(self) -> dict[str, Any]:
        """The hashes of notes and values when the file was written: what it was before somebody edited it."""
        hashes = self.values.get(EXPORTED)
        return hashes if isinstance(hashes, dict) else {}


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """No aliases: no export has any, and a few of them in one another unfold without end."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Paragraphs as they are. PyYAML loses line ends other than "\\n" wherever it does not escape them."""
    style = '"' if _ODD_BREAK.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def is_document(text: str) -> bool:
    return _OPENING.match(text) is not None


def read_document(text: str) -> Document | None:
    """The parts of an exported file; None for a text without our mark. Raises ``BrokenFrontMatter``."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    if int(opening[1]) > VERSION:
        raise BrokenFrontMatter(f"a newer Showsite wrote this file (version {opening[1]}).")
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise BrokenFrontMatter("the front matter has no end: a line “---” is missing.")
    head = text[: closing.end()]
    return Document(
        values=load_yaml(text[4 : closing.start()]), notes=text[len(head) :], lines_above=head.count("\n")
    )


def write_document(values: Mapping[str, Any], notes: str) -> str:
    hashes = {"notes": hash_of(notes), "values": values_hash(values)}
    whole = {MARK: VERSION, **values, EXPORTED: hashes}
    return f"---\n{dump_yaml(whole)}---\n{notes}"


def load_yaml(text: str) -> dict[str, Any]:
    """A mapping, read without trust. Raises ``BrokenFrontMatter``."""
    if text.count("{") + text.count("[") > _MOST_BRACKETS:
        raise BrokenFrontMatter("it holds more brackets than any export does.")
    try:
        values = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BrokenFrontMatter(f"line {line} is no YAML: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        raise BrokenFrontMatter("this is no YAML.") from error
    if not isinstance(values, dict):
        raise BrokenFrontMatter("this is no list of keys and values.")
    return values


def dump_yaml(values: Mapping[str, Any]) -> str:
    return yaml.dump(
        dict(values), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6, line_break="\n"
    )


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def values_hash(values: Mapping[str, Any]) -> str:
    """Of what hosts decide: what follows from the notes, and the transcripts, which come one by one, stay out."""
    essence = {key: value for key, value in values.items() if key not in {MARK, EXPORTED, "transcripts"}}
    essence["segments"] = [
        {key: part[key] for key in ("slug", "start", "origin") if key in part}
        for part in values.get("segments", ())
        if part.get("origin", "notes") != "notes"
    ]
    return hash_of(dump_yaml(essence))
