"""Finds the Chromium of the browser tests, or installs one: `python -m tests.browser.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import sync_playwright

# The one without windows comes first: a page in it costs a fifth of the processor's time.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Seconds for a download.
PATIENCE = 300
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
    """Of the version that it knows, the one without windows first."""
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    folder = next((above for above in path.parents if above.name.startswith("chromium-")), path.parent)
    shell = folder.with_name(folder.name.replace("chromium-", "chromium_headless_shell-"))
    return next((str(one) for one in [*shell.rglob("*headless*shell"), path] if one.is_file()), None)


def install_chromium() -> str | None:
    """Playwright's download, and where that fails the distribution's package."""
    for install in _ways():
        install()
        if found := find_chromium():
            return found
    return None


def _ways() -> Iterator[Callable[[], None]]:
    yield lambda: _try([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"])
    if shutil.which("apt-get"):
        yield lambda: _try([*_as_root(), "apt-get", "update", "-qq"])
        for name in (HEADLESS, "chromium", "chromium-browser"):
            yield lambda name=name: _try(_install(name))


def _install(name: str) -> list[str]:
    return [*_as_root(), "apt-get", "install", "-y", "-qq", "--no-install-recommends", name]


def _as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def _try(command: list[str]) -> None:
    """Run a command which may fail; its errors are of interest only when no other way is left."""
    print(f"  {' '.join(command[-3:])} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if shutil.which(command[0]):
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(
                command,
                check=False,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
            )


def main() -> None:
    found = find_chromium()
    if found and "headless" not in found and shutil.which("apt-get") and os.geteuid() == 0:
        _try(
            _install(HEADLESS)
        )  # in a container, where it troubles nobody; the tests do without it, more slowly
    if found is None:
        print("Installing Chromium for the browser tests", flush=True)
        if install_chromium() is None:
            print(NONE, file=sys.stderr)  # the tests that need it will fail, the others are worth running


if __name__ == "__main__":
    main()
