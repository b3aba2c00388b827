"""`make bench-pages`: what a page costs the first time after a change, and from then on, on a database of its own.

In one process, by its processor time: `first` asks the site after an episode was changed, `kept` asks again.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.feed import engine, fill, notes

EPISODES = 500
CUES = 800
ROUNDS = 7
TIMES = 3000
# Milliseconds of a processor, and queries, of the first time.
GATES = {"episode": (15.0, 3), "feed": (200.0, None), "feed of all": (200.0, None)}
PUBLISHING = 1000.0
CHANGED = "\n\nChanged for the better, time "


@dataclass(frozen=True, kw_only=True)
class Cost:
    """``first`` and ``kept`` in milliseconds of a processor; ``kept`` is that of a 304."""

    name: str
    first: float
    queries: int
    kept: float
    again: int
    bytes: int


def main() -> None:
    with benched() as show:
        site = process()
        costs = [cost(site, show, name, path) for name, path in paths(EPISODES).items()]
        everything = publishing(site, show)
    for one in costs:
        print(
            f"{one.name:14} first {one.first:6.1f} ms, {one.queries:2} queries; kept {1000 * one.kept:4.0f} µs,"
            f" {one.again} queries; {one.bytes:7,} bytes in brotli"
        )
    print(f"an episode published, and every page above fresh: {everything:.0f} ms (gate {PUBLISHING:.0f})")
    raise SystemExit(not all(holds(one) for one in costs) or everything > PUBLISHING)


def holds(one: Cost) -> bool:
    most, queries = GATES.get(one.name, (None, None))
    return (
        one.again == 0 and (most is None or one.first <= most) and (queries is None or one.queries <= queries)
    )


def paths(number: int) -> dict[str, str]:
    """Of the newest of so many episodes."""
    return {
        "home": "/",
        "archive": "/episodes/",
        "episode": f"/episodes/{number}/episode-{number}/",
        "transcript": f"/episodes/{number}/episode-{number}/transcript/",
        "feed": "/feed.xml",
        "feed of all": "/feed/all.xml",
        "feed as JSON": "/feed.json",
        "sitemap": "/sitemap-episodes.xml",
    }


@contextmanager
def benched(episodes: int = EPISODES) -> Iterator[Any]:
    """A show of so many episodes with real notes, in a database of its own."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        Path(folder).chmod(0o711)  # PostgreSQL may run as another user than we
        os.environ.update(engine(stack, Path(folder)), SECRET_KEY="bench", HTTPS="off", ALLOWED_HOSTS="*")
        os.environ.update(
            DJANGO_SETTINGS_MODULE="showsite.settings", LOG_LEVEL="INFO", STATIC_STORAGE="plain"
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        sources = [path.read_text(encoding="utf-8", errors="replace") for path in notes()]
        show = fill(episodes, sources)
        finish(show, sources)
        yield show


def finish(show: Any, sources: list[str]) -> None:
    """The newest episodes have all that an episode can have: links that were there before, and what was said."""
    from episodes.notes.apply import apply_notes
    from transcripts.models import Cue, Transcript

    newest = show.episodes.newest_first()[: len(sources) + 1]
    for episode, source in zip(newest, [*sources, sources[0]][::-1], strict=True):
        episode.notes = source
        episode.save()
        apply_notes(episode)
    transcript = Transcript.objects.create(
        episode=newest[0], chosen=True, source_format="vtt", source_hash="0"
    )
    Cue.objects.bulk_create(
        Cue(
            transcript=transcript,
            order=order,
            start=timedelta(seconds=3 * order),
            end=timedelta(seconds=3 * order + 3),
            speaker="Ada",
            text="And so the second string was longer than the first one.",
        )
        for order in range(CUES)
    )


def process(most: int = 256 * 1024**2) -> Any:
    """What a worker serves. It looks for changes when told to (``watch.look()``).

    Lines of the log are written, because a server writes them, but nobody has to read them here.
    """
    from django.core.wsgi import get_wsgi_application

    from showsite.kept.serving import KeptPages
    from showsite.kept.shelf import Shelf
    from showsite.kept.stamps import Watch

    with redirect_stdout(Path(os.devnull).open("w")):
        app = get_wsgi_application()
    return KeptPages(app, Shelf(most), Watch(seconds=3600))


def cost(site: Any, show: Any, name: str, path: str) -> Cost:
    from tests.bench.feed import counted

    taken, asked = [], 0
    answer = ask(site, show, path)
    for _ in range(ROUNDS):
        change(show)
        with counted() as queries:
            site.watch.look()
            looked = len(queries)
            began = time.process_time()
            answer = ask(site, show, path)
            taken.append(1000 * (time.process_time() - began))
            asked = len(queries) - looked
    tag = dict(answer[1])["ETag"]
    with counted() as queries:
        for condition in ("", tag):
            ask(site, show, path, HTTP_IF_NONE_MATCH=condition)
        again = len(queries)
    kept = spent(lambda: ask(site, show, path, HTTP_IF_NONE_MATCH=tag), TIMES)
    return Cost(
        name=name,
        first=statistics.median(taken),
        queries=asked,
        kept=kept,
        again=again,
        bytes=len(answer[2]),
    )


_changes = count(1)


def change(show: Any, **values: Any) -> None:
    """As a host who edits the newest episode does: its summary, and a line of its notes."""
    from episodes.notes.apply import apply_notes

    newest = show.episodes.newest_first().first()
    for name, value in (values or {"summary": f"Change {next(_changes)}"}).items():
        setattr(newest, name, value)
    newest.notes = f"{newest.notes.rsplit(CHANGED, 1)[0]}{CHANGED}{next(_changes)}.\n"
    newest.save()
    apply_notes(newest)


def publishing(site: Any, show: Any) -> float:
    """An episode comes out, and every page that tells of it is asked for, in each encoding."""
    from django.utils import timezone

    every = paths(EPISODES).values()
    for path in every:
        ask(site, show, path)
    began = time.process_time()
    change(show, published_at=timezone.now())
    site.watch.look()
    for path in every:
        for offer in ("br", "gzip"):
            ask(site, show, path, HTTP_ACCEPT_ENCODING=offer)
    return 1000 * (time.process_time() - began)


def ask(app: Any, show: Any, path: str, **headers: str) -> tuple[str, list[tuple[str, str]], bytes]:
    said: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": show.host_name,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": show.host_name,
        "HTTP_ACCEPT_ENCODING": "br",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }
    body = b"".join(app(environ, lambda status, headers, exc_info=None: said.extend((status, headers))))
    return said[0], said[1], body


def spent(job: Callable[[], object], times: int) -> float:
    """Milliseconds of the processor, of one of so many."""
    began = time.process_time()
    for _ in range(times):
        job()
    return 1000 * (time.process_time() - began) / times


if __name__ == "__main__":
    main()
