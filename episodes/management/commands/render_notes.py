from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from episodes.notes.reading import UndecodableNotes, read_notes
from episodes.notes.renderer import NotesTooHard, render


class Command(BaseCommand):
    help = """Render notes files to HTML fragments, through the site's renderer and allow-list, as GitHub shows them.

    Pages show links that lead nowhere, and headings in lists, as text. Needs no database."""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="DIRECTORY")
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")

    def handle(self, *, out: Path, files: list[Path], **options: Any) -> None:
        out.mkdir(parents=True, exist_ok=True)
        failed = [file for file in files if not self._render(file, out)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(files)} files were not rendered.")

    def _render(self, file: Path, out: Path) -> bool:
        try:
            source, _ = read_notes(file.read_bytes())
            (out / f"{file.stem}.html").write_text(
                render(source, as_github=True), encoding="utf-8", newline="\n"
            )
        except (OSError, UndecodableNotes, NotesTooHard) as error:
            self.stderr.write(f"{file}: {_reason(error)}")
            return False
        return True


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
