#!/usr/bin/env python3
"""Django's command line for this project.

Works from any Python of the machine: it goes on in the project's own environment (.venv), and where no
DATABASE_URL is set it uses the database and storage that `make run` has started.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    if find_spec("django") is None:
        go_on_in_the_environment()
    if "DATABASE_URL" not in os.environ:
        use_what_make_run_has_started()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "showsite.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - once the settings are named

    execute_from_command_line(sys.argv)


def go_on_in_the_environment() -> None:
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists() or Path(sys.prefix) == ROOT / ".venv":
        sys.exit("Django is not installed. `make install` sets everything up.")
    os.execv(python, [str(python), *sys.argv])  # noqa: S606 - the same command, by another Python


def use_what_make_run_has_started() -> None:
    try:
        lines = (ROOT / ".local" / "env").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for name, found, value in (line.partition("=") for line in lines):
        if found:
            os.environ.setdefault(name, value)


if __name__ == "__main__":
    main()
