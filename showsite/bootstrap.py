"""Makes .venv with everything in requirements-dev.txt; does nothing when that is done. Standard library only.

psycopg2 is compiled on the spot, which takes a C compiler and libpq's headers; where they are missing, the same
version of psycopg2-binary (the same module, compiled by its authors) is installed in its place.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
STAMP = VENV / "installed"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
DRIVER = "psycopg2=="
PIP = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off")
PACKAGE = re.compile(r"(?:Collecting|Requirement already satisfied:) (\S+)")
COULD_NOT_BUILD = re.compile(r"subprocess-exited-with-error|metadata-generation-failed|failed to build", re.I)


class SetupError(Exception):
    """The set-up cannot go on; the message is one sentence for the person at the terminal."""


def main() -> None:
    use_a_new_enough_python()
    try:
        with one_at_a_time():
            install(read_requirements(ROOT / "requirements-dev.txt"))
    except SetupError as error:
        sys.exit(f"Setting up failed: {error}")
    except OSError as error:
        sys.exit(f"Setting up failed: {error.strerror or error}: {error.filename or ROOT}")
    except KeyboardInterrupt:
        sys.exit("Setting up was stopped; the next start goes on with it.")


def use_a_new_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(is_new_enough, map(shutil.which, NEWER)), None)
    if newer is None:
        sys.exit(f"Showsite needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same program, by another Python


def is_new_enough(python: str | None) -> bool:
    """Asked of the program itself: its name may point to an older Python, or to none."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return python is not None and quietly(python, "-c", question).returncode == 0


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two terminals may start at once; the second waits for the first, then finds everything done."""
    with (ROOT / "requirements-dev.txt").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_requirements(file: Path) -> list[str]:
    """The pinned packages of a requirements file and of those it refers to, with neither comments nor blanks."""
    packages: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            packages += read_requirements(file.parent / text[3:].strip())
        elif text:
            packages.append(text)
    return packages


def install(packages: list[str]) -> None:
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp_of(packages):
        return
    print(f"Setting up Showsite in {VENV.name}: once, some minutes.", flush=True)
    make_environment()
    pip_install([with_a_driver_that_installs(package) for package in packages])
    STAMP.write_text(stamp_of(packages), encoding="utf-8")


def stamp_of(packages: list[str]) -> str:
    return hashlib.sha256("\n".join([python_of_the_environment(), *packages]).encode()).hexdigest()


def python_of_the_environment() -> str:
    """Its version, which changes under our feet when the system's Python is upgraded; "" when there is none."""
    return quietly(PYTHON, "--version").stdout if Path(PYTHON).exists() else ""


def make_environment() -> None:
    if Path(PYTHON).exists() and quietly(PYTHON, "-m", "pip", "--version").returncode == 0:
        return
    made = quietly(sys.executable, "-m", "venv", "--clear", str(VENV))
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(why_no_environment(made.stdout))


def quietly(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command; what it says, errors too, is in ``stdout``."""
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def why_no_environment(said: str) -> str:
    if "ensurepip" in said or "No module named venv" in said:
        return "Python's own module venv is missing; on Debian and Ubuntu: apt install python3-venv"
    return last_line(said)


def with_a_driver_that_installs(package: str) -> str:
    """psycopg2, unless it cannot be compiled here."""
    if not package.startswith(DRIVER):
        return package
    print("  Compiling psycopg2 ...", flush=True)
    made = quietly(*PIP, package)
    said = made.stdout
    if made.returncode == 0:
        return package
    if not COULD_NOT_BUILD.search(said):
        raise SetupError(why_pip_failed(said))
    print(
        "  No C compiler or no libpq headers here: psycopg2-binary, the same module ready-made, does as well."
    )
    return package.replace("psycopg2", "psycopg2-binary")


def pip_install(packages: list[str]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=VENV) as wanted:
        wanted.write("\n".join(packages))
        wanted.flush()
        command = [*PIP, "-r", wanted.name]
        pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = show_progress(pip, len(packages))
    if pip.wait():
        raise SetupError(why_pip_failed(said))


def show_progress(pip: subprocess.Popen[str], total: int) -> str:
    """Tell which package of how many pip is at; return all that pip said."""
    said: list[str] = []
    at = 0
    for line in pip.stdout or ():
        said.append(line)
        if found := PACKAGE.match(line):
            at += 1
            tell(f"  Package {at} of {total}: {found[1]}")
        elif line.startswith("Installing collected packages"):
            tell("  Unpacking them ...")
    print(end="\n" if sys.stdout.isatty() else "", flush=True)
    return "".join(said)


def tell(text: str) -> None:
    """One line that changes on a terminal; lines one after the other in a log."""
    start, end = ("\r\033[K", "") if sys.stdout.isatty() else ("", "\n")
    print(f"{start}{text}", end=end, flush=True)


def why_pip_failed(said: str) -> str:
    if "No space left on device" in said:
        return "the disk is full."
    if "(from versions: none)" in said:
        return "pip cannot reach its package index; is the network up?"
    return f"pip says: {last_line(said)}"


def last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["nothing"])[-1]


if __name__ == "__main__":
    main()
