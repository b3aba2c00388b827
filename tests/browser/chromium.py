"""Finds the Chromium of the browser tests, or installs one: `python -m tests.browser.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NONE = (
    "The browser tests need Chromium, which could be neither found nor installed: "
    "install it, or set CHROMIUM to its program."
)


def find_chromium() -> str | None:
    """The program named by CHROMIUM, one on PATH, or Playwright's own."""
    named = [os.environ.get("CHROMIUM", ""), *NAMES]
    found = next(filter(None, map(shutil.which, filter(None, named))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_chromium() -> str | None:
    """Playwright's download, and where that fails the distribution's package."""
    for install in _ways():
        install()
        if found := find_chromium():
            return found
    return None


def _ways() -> Iterator[Callable[[], None]]:
    yield lambda: _try([sys.executable, "-m", "playwright", "install", "chromium"])
    if shutil.which("apt-get"):
        yield lambda: _try([*_as_root(), "apt-get", "update", "-qq"])
        for name in ("chromium", "chromium-browser"):
            yield lambda name=name: _try(
                [*_as_root(), "apt-get", "install", "-y", "-qq", "--no-install-recommends", name]
            )


def _as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def _try(command: list[str]) -> None:
    """Run a command which may fail; its errors are of interest only when no other way is left."""
    print(f"  {' '.join(command[-3:])} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if shutil.which(command[0]):
        subprocess.run(
            command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def main() -> None:
    if find_chromium() is None:
        print("Installing Chromium for the browser tests", flush=True)
        if install_chromium() is None:
            print(NONE, file=sys.stderr)  # the tests that need it will fail, the others are worth running


if __name__ == "__main__":
    main()
