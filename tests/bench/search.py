"""`make bench-search`: what a search costs in the database at 300,000 and 3,000,000 cues, on a database of its own.

Speech comes from SHOWSITE_CORPUS where it is there, and from the demo show where it is not, cycled: every word is then
as frequent as it would be in a show of that size that never says anything new, which is the worst case.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.bench.feed import ROOT, engine, fill, notes

SIZES = (500, 5000)  # episodes; about 600 cues, or 30 minutes, each
MINUTES = 30
ROUNDS = 5
GATES = {500: 30.0, 5000: 40.0}  # p95 in milliseconds
WORST = 100.0


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Milliseconds. ``first`` is the p95 of every question's first time, when the disk may still have to be read."""

    first: float
    p95: float
    worst: float


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
        minutes = speech()
        print(f"{len(minutes):,} real minutes of speech, cycled; milliseconds in the database\n")
        sources = [path.read_text(encoding="utf-8", errors="replace") for path in notes()]
        failed = [size for size in SIZES if not hold(size, sources, minutes)]
        raise SystemExit(bool(failed))


def speech() -> list[str]:
    """The minutes of every transcript that is there."""
    from transcripts.passages import passages

    return [passage.text for cues in real_speech() or demo_speech() for passage in passages(cues)]


def real_speech() -> list[Any]:
    """The cues of each transcript of the corpus, where it is there."""
    corpus = Path(os.environ.get("SHOWSITE_CORPUS", ROOT.parent / "shared" / "data"))
    return read(sorted((corpus / "python-bytes").rglob("*.vtt")))


def demo_speech() -> list[Any]:
    return read(sorted((ROOT / "episodes" / "demo").glob("*.vtt")))


def read(files: list[Path]) -> list[Any]:
    from transcripts.formats import TranscriptError, UnknownFormat, parse_transcript

    found = []
    for path in files:
        with suppress(TranscriptError, UnknownFormat):
            found.append(parse_transcript(path.read_text(encoding="utf-8", errors="replace")).cues)
    return found


def hold(size: int, sources: list[str], minutes: list[str]) -> bool:
    """Whether the gates do, for so many episodes."""
    from django.db import connection

    show = fill(size, sources)
    speak(show, list(islice(cycle(minutes), size * MINUTES)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{size:,} episodes, {size * MINUTES:,} minutes, about {size * 600:,} cues")
    found = measure(show, minutes)
    good = found.p95 <= GATES[size] and found.worst <= WORST
    print(
        f"  all: p95 {found.p95:.1f} (gate {GATES[size]:.0f}), worst {found.worst:.1f} (gate {WORST:.0f})"
        f" {'good' if good else 'TOO SLOW'}; p95 of the first times {found.first:.1f}\n"
    )
    show.delete()
    return good


def measure(show: Any, minutes: list[str]) -> Figures:
    """Milliseconds in the database, of many kinds of questions about what is said in these minutes.

    All are asked once before they count: what is searched all day is in the memory of a database's machine, but not in
    that of a machine that has just done other work for minutes.
    """
    from showsite.search import Question, find, suggestion

    def asked(query: str) -> float:
        return cost(lambda: find(show, Question(q=query)))

    kinds = questions(minutes)
    first = [asked(query) for queries in kinds.values() for query in queries]
    everything: list[float] = []
    for name, queries in kinds.items():
        taken = [asked(query) for query in queries for _ in range(ROUNDS)]
        everything += taken
        line(name, taken)
    line(
        "nothing, mended",
        [cost(lambda: suggestion(show, Question(q="pytset fixtrue"))) for _ in range(ROUNDS)],
    )
    return Figures(first=percentile(first, 95), p95=percentile(everything, 95), worst=max(everything))


def speak(show: Any, said: list[str]) -> None:
    from transcripts.models import Passage, Transcript

    episodes = list(show.episodes.order_by("pk").values_list("pk", flat=True))
    transcripts = Transcript.objects.bulk_create(
        Transcript(episode_id=episode, chosen=True, source_format="vtt", source_hash=str(episode))
        for episode in episodes
    )
    rows = (
        Passage(transcript=transcripts[at // MINUTES], start=timedelta(minutes=at % MINUTES), text=text)
        for at, text in enumerate(said)
    )
    while batch := list(islice(rows, 5000)):
        Passage.objects.bulk_create(batch)


def questions(minutes: list[str]) -> dict[str, list[str]]:
    """Words by how often they are said, and what people type beside single words."""
    counted = Counter(word for text in minutes for word in set(re.findall(r"[a-z]{4,}", text.lower())))
    words = [word for word, _ in counted.most_common()]
    chosen = random.Random(1)
    common, medium = words[20:60], [word for word in words if 10 <= counted[word] <= 100]
    rare = [word for word in words if counted[word] == 1]
    return {
        "common word": chosen.sample(common, 8),
        "medium word": chosen.sample(medium, 8),
        "rare word": chosen.sample(rare, 8),
        "two words": [f"{chosen.choice(common)} {chosen.choice(medium)}" for _ in range(8)],
        "a phrase": ['"going to be"', '"pull request"', '"thank you"', '"open source"'],
        "either of two": [f"{chosen.choice(common)} or {chosen.choice(common)}" for _ in range(4)],
        "one without": [f"{chosen.choice(common)} -{chosen.choice(medium)}" for _ in range(4)],
        "only small words": ["the and of"],
        "never said": ["xylophonist", "qqqq zzzz"],
    }


def cost(job: Callable[[], object]) -> float:
    """The milliseconds that the database takes of a job."""
    with database_time() as spent:
        job()
    return 1000 * sum(spent)


@contextmanager
def database_time() -> Iterator[list[float]]:
    from django.db import connection

    spent: list[float] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(watch):
        yield spent


def line(name: str, taken: list[float]) -> None:
    print(
        f"  {name:18} median {statistics.median(taken):6.1f}  p95 {percentile(taken, 95):6.1f}"
        f"  worst {max(taken):6.1f}",
        flush=True,
    )


def percentile(values: list[float], part: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


if __name__ == "__main__":
    main()
