from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FOLDER: Final = Path(settings.BASE_DIR) / "static" / "css"
LAYERS: Final = "@layer tokens, reset, base, layout, parts, pages, states;\n"
PARTS: Final = (
    *("tokens", "reset", "base", "layout", "bar", "score", "controls", "title", "notes", "code", "people"),
    *("contents", "player", "copy", "embed", "lists", "search", "transcript", "forms", "states"),
)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK: Final = re.compile(r"\s*\n\s*")
_OPENS: Final = re.compile(r"\s*\{\s*")
_CLOSES: Final = re.compile(r";?\s*\}")


class Command(BaseCommand):
    """One file for a page to wait for, many to work in; there is no build step, so the result is kept in git."""

    help = "Join the components of static/css into site.css, without comments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only tell whether site.css is up to date.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        site = FOLDER / "site.css"
        joined = LAYERS + "".join(_compact((FOLDER / f"{part}.css").read_text("utf-8")) for part in PARTS)
        if check:
            if not site.exists() or site.read_text("utf-8") != joined:
                raise CommandError("static/css/site.css is out of date: run manage.py join_css.")
            return
        site.write_text(joined, "utf-8")
        self.stdout.write(f"{site.name}: {len(joined.encode())} bytes")


def _compact(css: str) -> str:
    css = _BLANK.sub("\n", _COMMENT.sub("", css)).lstrip()
    return _CLOSES.sub("}", _OPENS.sub("{", css))
