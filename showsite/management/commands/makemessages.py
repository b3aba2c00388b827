from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.commands import makemessages

PAGES: Final = ("templates/**/*.html", "templates/**/*.xml", "templates/**/*.txt")
DESK: Final = "templates/admin/"
# All other code speaks to hosts, operators and machines, in English. It may be marked for translation all the same.
MODULES: Final = (
    "episodes/cards/making.py",
    "episodes/feeds/*.py",
    "episodes/models/*.py",
    "episodes/outputs/*.py",
    "episodes/roles.py",
    "episodes/rundown.py",
    "episodes/templatetags/*.py",
    "episodes/youtube.py",
    "inbox/forms.py",
    "inbox/guarding.py",
    "inbox/models.py",
    "transcripts/feeds.py",
)


def spoken_files() -> list[Path]:
    """The files whose words listeners read."""
    root = Path(settings.BASE_DIR)
    files = {file for pattern in (*PAGES, *MODULES) for file in root.glob(pattern)}
    return sorted(file for file in files if not str(file.relative_to(root)).startswith(DESK))


class Command(makemessages.Command):
    """Collects what listeners read, and nothing else; lines that moved change nothing."""

    def handle(self, *args: Any, **options: Any) -> None:
        options["extensions"] = options["extensions"] or ["html", "xml", "txt", "py"]
        options["ignore_patterns"] = [*options["ignore_patterns"], "static*"]
        options["add_location"] = "file"
        options["no_obsolete"] = True
        super().handle(*args, **options)

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        wanted = set(spoken_files())
        return [file for file in super().find_files(root) if Path(file.path).resolve() in wanted]
