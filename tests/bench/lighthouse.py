"""`make bench-lighthouse`: what Lighthouse says of the demo show that `make run` shows meanwhile.

Lighthouse is large (180 MB), so it is fetched by npm when this is asked for, and kept in `.local/lighthouse`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.browser.chromium import NONE, find_chromium
from tests.screens import EPISODE, ROOT

VERSION: Final = "13.5.0"
FOLDER: Final = ROOT / ".local" / "lighthouse"
PROGRAM: Final = FOLDER / "node_modules" / ".bin" / "lighthouse"
PAGES: Final = ("/", EPISODE, f"{EPISODE}transcript/", "/search/?q=database")
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
LEAST: Final = 98
HEAVIEST: Final = 60 * 1024  # bytes, without audio and pictures


def main() -> None:
    site = (sys.argv[1:] or ["http://localhost:8000"])[0].rstrip("/")
    program = find_chromium()
    if program is None:
        raise SystemExit(NONE)
    install()
    with tempfile.TemporaryDirectory() as folder:
        good = [
            tell(page, form, judge(site + page, form, program, Path(folder)))
            for page in PAGES
            for form in ("mobile", "desktop")
        ]
    raise SystemExit(not all(good))


def install() -> None:
    if PROGRAM.exists():
        return
    if not shutil.which("npm"):
        raise SystemExit("npm is not here: Lighthouse comes with it.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER)]
    subprocess.run([*command, f"lighthouse@{VERSION}"], check=True)


def judge(address: str, form: str, chromium: str, folder: Path) -> Any:
    result = folder / "lighthouse.json"
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={result}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-background-networking"]
    command += ["--preset=desktop"] if form == "desktop" else []
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
    return json.loads(result.read_text())


def tell(page: str, form: str, result: Any) -> bool:
    scores = {name: round(100 * (result["categories"][name]["score"] or 0)) for name in CATEGORIES}
    audits = result["audits"]
    shift, weight = (
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-byte-weight"]["numericValue"],
    )
    paint = audits["largest-contentful-paint"]["displayValue"]
    told = ", ".join(f"{name} {score}" for name, score in scores.items())
    print(f"{page} ({form}): {told}; CLS {shift:.3f}, LCP {paint}, {weight / 1024:.0f} KB", flush=True)
    return min(scores.values()) >= LEAST and shift < 0.001 and weight <= HEAVIEST


if __name__ == "__main__":
    main()
