"""`make bench-imports`: what the commands cost that go through every episode, and that it grows as their number does.

Each number of episodes has a database of its own, with notes and transcripts from tests/bench/material.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import material
from tests.bench.gates import table
from tests.bench.servers import ROOT, Bench, benched, named

SIZES = (125, 250, 500)
# Of an episode among the most, against one among the fewest.
LINEAR = 1.25
COMMANDS = {
    "import": ("import_notes", "{folder}/notes"),
    "import again": ("import_notes", "{folder}/notes"),
    "import transcripts": ("import_transcripts", "{folder}/transcripts"),
    "align": ("find_chapters", "--all"),
    "derive again": ("reapply_notes", "--apply"),
}


def main() -> None:
    with benched() as bench:
        bench.prepare()
        taken = {size: commands(bench, size) for size in SIZES}
    rows, good = [], True
    for name, parts in COMMANDS.items():
        costs = [taken[size][name] for size in SIZES]
        growth = (costs[-1][1] / SIZES[-1]) / (costs[0][1] / SIZES[0])
        good = good and growth <= LINEAR
        cells = [f"{wall:.1f} s ({own:.1f} s)" for wall, own in costs]
        each = f"{1000 * costs[-1][1] / SIZES[-1]:.0f} ms"
        command = " ".join(("manage.py", *parts)).format(folder="FOLDER")
        rows.append([f"{name}: `{command}`", *cells, each, f"{growth:.2f}"])
    heads = ["", *(f"{size} episodes" for size in SIZES), "each", f"growth (≤ {LINEAR})"]
    print(f"\nSeconds, and in brackets those of a processor\n\n{table(heads, rows)}")
    sys.exit(not good)


def commands(bench: Bench, size: int) -> dict[str, tuple[float, float]]:
    """Seconds that passed, and seconds of a processor, by the name of what was done."""
    folder = bench.folder / str(size)
    write(folder, size)
    bench.create(named(size))
    bench.inside(named(size), "show")
    taken = {}
    for name, command in COMMANDS.items():
        taken[name] = timed(bench, size, [part.format(folder=folder) for part in command])
        print(f"{size} episodes, {name}: {taken[name][0]:.1f} s", flush=True)
    return taken


def write(folder: Path, size: int) -> None:
    for kind in ("notes", "transcripts"):
        (folder / kind).mkdir(parents=True)
    for number in range(1, size + 1):
        (folder / "notes" / f"{number}.md").write_text(material.note(number))
        (folder / "transcripts" / f"{number}.vtt").write_text(material.vtt(number))


def timed(bench: Bench, size: int, command: list[str]) -> tuple[float, float]:
    """The database's own time is in the seconds that passed."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=bench.database(named(size)),
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"manage.py {' '.join(command)} ended with {process.returncode}.")
    return time.monotonic() - began, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
