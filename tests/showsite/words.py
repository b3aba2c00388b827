"""The words of the pages, as translators have written them and as the code asks for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from showsite.management.commands.makemessages import spoken_files

ROOT: Final = Path(settings.BASE_DIR)
TEMPLATES: Final = ROOT / "templates"
FUNCTIONS: Final = "_|(?:n|p|np)?gettext(?:_lazy|_noop)?"
LITERAL: Final = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL: Final = re.compile(rf"(?<!\w)({FUNCTIONS})\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")

Message = tuple[str, str, str]
"""Context, words, words for several."""


def catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read_words(language: str) -> polib.POFile:
    return polib.pofile(str(catalogue(language)))


def message(entry: polib.POEntry) -> Message:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def public_templates() -> list[Path]:
    return [path for path in spoken_files() if path.is_relative_to(TEMPLATES)]


def asked_for() -> set[Message]:
    """What listeners read, found without the tools of gettext."""
    return {words for path in spoken_files() for words in _in_file(path)}


def _in_file(path: Path) -> Iterator[Message]:
    if path.suffix == ".py":
        yield from _in_code(path)
        return
    for name, words in CALL.findall(templatize(path.read_text("utf-8"))):
        yield _message(name, list(ast.literal_eval(f"[{words}]")))


def _in_code(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        words = [part.value for part in node.args if isinstance(part, ast.Constant)]
        if words and isinstance(words[0], str) and re.fullmatch(FUNCTIONS, name):
            yield _message(name, words)


def _message(name: str, words: list[str]) -> Message:
    kind = name.removesuffix("_lazy").removesuffix("_noop").removesuffix("gettext")
    context = words.pop(0) if "p" in kind else ""
    return context, words[0], words[1] if "n" in kind else ""
