"""`make load`: a site of its own with 500 episodes, two processes of gunicorn, and Locust in front of it.

A third into the run an episode is published: from then on every app's tag is out of date. Ends with status 1 where a
request failed.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.feed import ROOT, engine, fill, notes

EPISODES = 500
SECONDS = 60
TOOLS = ROOT / ".venv-load"
COLUMNS = ("Name", "Request Count", "Failure Count", "50%", "95%", "99%", "Requests/s")
HEADS = ("request", "number", "failed", "median ms", "95 % ms", "99 % ms", "a second")


def main() -> None:
    install()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ.update(engine(stack, Path(folder)), SECRET_KEY="load" * 20, HTTPS="off", ALLOWED_HOSTS="*")
        os.environ.update(
            DJANGO_SETTINGS_MODULE="showsite.settings", LOG_LEVEL="ERROR", STATIC_STORAGE="plain"
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        show = fill(EPISODES, [path.read_text(encoding="utf-8", errors="replace") for path in notes()])
        port = serve(stack, Path(folder))
        threading.Timer(SECONDS / 3, release, [show]).start()
        sys.exit(run(port, Path(folder)))


def install() -> None:
    if not (TOOLS / "bin" / "locust").exists():
        subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], check=True)
        pip = [str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(ROOT / "requirements-load.txt")], check=True)


def serve(stack: ExitStack, folder: Path) -> int:
    from showsite.engines import Service
    from showsite.engines.service import free_ports, spawn
    from showsite.health import is_healthy

    [port] = free_ports(1)
    command = [sys.executable, "-m", "gunicorn", "--config=python:showsite.gunicorn_conf", "showsite.wsgi"]
    environment = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "WEB_CONCURRENCY": "2"}
    site = Service(
        name="The web server",
        process=spawn(command, cwd=ROOT, env=environment, log=folder / "web"),
        answers=lambda: is_healthy("127.0.0.1", port),
        log=folder / "web",
    )
    stack.callback(site.stop)
    site.wait()
    return port


def release(show: Any) -> None:
    """The draft with the next number goes out, in the midst of the load."""
    from django.db import connection

    from episodes.models import Episode

    newest = show.episodes.order_by("-number").first()
    Episode.objects.create(
        show=show,
        number=newest.number + 1,
        title="Just released",
        slug="just-released",
        notes_html=newest.notes_html,
        published_at=datetime.now(UTC),
        audio_key="audio/new.mp3",
        audio_bytes=newest.audio_bytes,
        audio_type=newest.audio_type,
        audio_duration=newest.audio_duration,
        audio_integrity=newest.audio_integrity,
    )
    connection.close()


def run(port: int, folder: Path) -> int:
    command = [str(TOOLS / "bin" / "locust"), "-f", str(ROOT / "tests/load/locustfile.py"), "--headless"]
    command += [
        "--host",
        f"http://127.0.0.1:{port}",
        "--csv",
        str(folder / "report"),
        "--loglevel",
        "WARNING",
    ]
    environment = {**os.environ, "LOAD_EPISODES": str(EPISODES), "LOAD_SECONDS": str(SECONDS)}
    said = subprocess.run(
        command, env=environment, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if not (folder / "report_stats.csv").exists():
        sys.exit(said.stdout)
    with (folder / "report_stats.csv").open() as file:
        rows = list(csv.DictReader(file))
    print("| " + " | ".join(HEADS) + " |\n" + "|---" * len(HEADS) + "|")
    for row in rows:
        cells = [row[column] for column in COLUMNS]
        print("| " + " | ".join([*cells[:-1], f"{float(cells[-1]):.1f}"]) + " |")
    for row in csv.DictReader((folder / "report_failures.csv").open()):
        print(row)
    return said.returncode


if __name__ == "__main__":
    main()
