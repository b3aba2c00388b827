"""The judge of pages that comes from npm, the Nu HTML checker. `python -m tests.web.tools` installs it.

Where npm or Java is missing, the test that needs it is skipped, saying so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
NO_NU = "the Nu HTML checker is not here: install npm and Java, then run make web"


def main() -> None:
    if is_installed():
        return
    if not shutil.which("npm"):
        print("  npm is not here: pages are not judged by the Nu HTML checker.")
        return
    command = [
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--ignore-scripts",
        "--silent",
    ]
    if subprocess.run(command, cwd=FOLDER, check=False).returncode:
        print("  npm could not install the Nu HTML checker: pages are not judged by it.")


def is_installed() -> bool:
    """In the versions that package.json names."""
    wanted = json.loads((FOLDER / "package.json").read_text())["devDependencies"]
    found = {}
    for name in wanted:
        about = MODULES / name / "package.json"
        found[name] = json.loads(about.read_text())["version"] if about.exists() else ""
    return found == wanted


if __name__ == "__main__":
    main()
