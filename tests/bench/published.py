"""`make bench-published`: what it costs to write feeds, chapters and transcripts to the bucket, and to verify them.

500 episodes with real notes, each with a transcript, on a database and a storage of its own; by processor time of the
worker, the database's and the storage's left out.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from tests.bench.pages import CUES, benched, change

EPISODES = 500
GATE = 1.0  # seconds of a processor for an edit


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        from showsite.engines import start_s3

        storage = start_s3(Path(folder) / "s3", durable=False)
        stack.callback(storage.stop)
        storage.wait()
        show = stack.enter_context(benched(EPISODES))
        use(storage.environment)
        speak(show)
        edit = measure(show)
    raise SystemExit(edit > GATE)


def use(environment: dict[str, str]) -> None:
    """The storage, which the settings do not know yet."""
    from django.test import override_settings

    from episodes.storage import media_storage

    names = ("S3_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
    override_settings(**{name: environment[name] for name in names}, PUBLISH_FEEDS="storage").enable()
    media_storage().create_bucket()


def speak(show: Any) -> None:
    """A transcript for each episode."""
    from transcripts.cues import ParsedCue
    from transcripts.models import Transcript
    from transcripts.rows import write_rows

    words = "And so the second string was longer than the first one."
    cues = [
        ParsedCue(start=timedelta(seconds=3 * n), end=timedelta(seconds=3 * n + 3), text=words, speaker="Ada")
        for n in range(CUES)
    ]
    for episode in show.episodes.filter(transcripts=None):
        transcript = Transcript.objects.create(
            episode=episode, chosen=True, source_format="vtt", source_hash=str(episode.pk)
        )
        write_rows(transcript, cues)


def measure(show: Any) -> float:
    """Seconds for an edit; the others are printed."""
    from showsite.published.models import PublishedSite
    from showsite.published.publishing import publish_site

    site = PublishedSite.objects.create(show=show)

    def run(what: str) -> float:
        wall, began = time.perf_counter(), time.process_time()
        outcome = publish_site(site, timedelta(hours=1))
        taken, passed = time.process_time() - began, time.perf_counter() - wall
        print(f"{what:28} {taken:6.2f} s of a processor, {passed:6.1f} s: {outcome}", flush=True)
        return taken

    run("all for the first time")
    run("nothing has changed")
    edits = []
    for _ in range(5):
        change(show)
        edits.append(run("the newest episode edited"))
    show.refresh_from_db()
    show.description += " And more."
    show.save()
    run("the show edited")
    verify()
    return sorted(edits)[len(edits) // 2]


def verify() -> None:
    from django.core.management import call_command

    began = time.process_time()
    call_command("verify_published", stdout=StringIO())
    print(f"{'verified':28} {time.process_time() - began:6.2f} s of a processor")


if __name__ == "__main__":
    main()
