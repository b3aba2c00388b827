"""`make bench-feed`: what the feed costs with 500 and 5,000 episodes of real notes, on a database of its own.

Real notes come from SHOWSITE_CORPUS where it is there, and from the demo show where it is not.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (5, 500, 5000)  # episodes
FIRST = datetime(2016, 1, 1, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ.update(engine(stack, Path(folder)), SECRET_KEY="bench", HTTPS="off", ALLOWED_HOSTS="*")
        os.environ.update(
            DJANGO_SETTINGS_MODULE="showsite.settings", LOG_LEVEL="ERROR", STATIC_STORAGE="plain"
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        sources = [path.read_text(encoding="utf-8", errors="replace") for path in notes()]
        print(f"{len(sources)} notes, cycled; medians of several builds\n")
        heads = ("episodes", "feed", "queries", "build ms", "plain", "gzip", "br", "304 ms")
        print("".join(f"{head:>11}" for head in heads))
        for size in SIZES:
            measure(size, sources)


def engine(stack: ExitStack, folder: Path) -> dict[str, str]:
    from showsite.engines import start_postgres

    database = start_postgres(folder / "postgres", durable=False)
    stack.callback(database.stop)
    database.wait()
    return {
        **database.environment,
        "S3_ENDPOINT_URL": "http://127.0.0.1:9",
        "S3_ACCESS_KEY_ID": "x",
        "S3_SECRET_ACCESS_KEY": "x",
    }


def notes() -> list[Path]:
    return real_notes() or sorted((ROOT / "episodes" / "demo").glob("[0-9]*.md"))


def real_notes() -> list[Path]:
    corpus = Path(os.environ.get("SHOWSITE_CORPUS", ROOT.parent / "shared" / "data"))
    return sorted((corpus / "python-bytes" / "notes").glob("*.md"))


def measure(size: int, sources: list[str]) -> None:
    from django.test import Client

    from episodes.feeds.feed import document
    from episodes.feeds.responses import ENCODINGS
    from episodes.feeds.slices import everything
    from episodes.feeds.slices import main as newest
    from episodes.models import Show

    show = fill(size, sources)
    for name, part in (("first", newest(show)), ("all", everything(show))):
        fresh = Show.objects.get(pk=show.pk)
        with counted() as queries:
            content = document(fresh, part, 1)
        asked = len(queries)  # requests below forget them
        build = median(
            lambda part=part: document(Show.objects.get(pk=show.pk), part, 1), 3 if size > 500 else 5
        )
        client = Client(headers={"host": show.host_name})
        again = median(
            partial(client.get, part.path, headers={"If-None-Match": client.get(part.path)["ETag"]}), 100
        )
        sizes = [len(content), *(len(ENCODINGS[encoding](content)) for encoding in ("gzip", "br"))]
        figures = (size, name, asked, f"{build:.0f}", *(f"{one:,}" for one in sizes), f"{again:.1f}")
        print("".join(f"{figure:>11}" for figure in figures), flush=True)
    show.delete()


def fill(size: int, sources: list[str]) -> Any:
    """A show of so many published episodes with audio, segments that have starts, and hosts."""
    from episodes.models import Credit, Episode, Person, Segment, Show
    from episodes.notes.apply import apply_notes

    show = Show.objects.create(
        title="Bench",
        slug="bench",
        description="Notes.",
        site_address="https://bench.example",
        host_name="bench.example",
    )
    host, _ = Person.objects.get_or_create(name="Ada Lane", slug="ada-lane")
    show.show_hosts.create(person=host)
    models = []
    for number, source in enumerate(sources[:size], start=1):
        model = Episode.objects.create(show=show, number=1_000_000 + number, notes=source, title="Notes")
        apply_notes(model)
        models.append((model.notes_html, list(model.segments.all())))
    Episode.objects.filter(show=show).delete()
    episodes = [
        Episode(
            show=show,
            number=number,
            title=f"Episode {number}",
            slug=f"episode-{number}",
            notes_html=html,
            published_at=FIRST + timedelta(hours=number),
            audio_key=f"audio/{number}.mp3",
            audio_bytes=30_000_000,
            audio_type="audio/mpeg",
            audio_duration=timedelta(minutes=30),
            audio_integrity="sha384-" + 64 * "A",
        )
        for number, (html, _) in enumerate(islice(cycle(models), size), start=1)
    ]
    Episode.objects.bulk_create(episodes, batch_size=500)
    segments = []
    for episode, (_, parts) in zip(episodes, cycle(models), strict=False):
        for place, part in enumerate(parts):
            values = {
                name: getattr(part, name)
                for name in ("order", "number", "kind", "slug", "title", "url", "text")
            }
            start = timedelta(minutes=3 * place)
            segments.append(Segment(episode=episode, **values, start=start, start_origin="host"))
    Segment.objects.bulk_create(segments, batch_size=2000)
    Credit.objects.bulk_create(Credit(episode=episode, person=host) for episode in episodes)
    return show


@contextmanager
def counted() -> Iterator[list[Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        yield queries  # type: ignore[misc]


def median(job: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    job()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        job()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
