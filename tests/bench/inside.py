"""What `make bench` does within Django, each in a process of its own: the answer is the last line, as JSON.

The environment names the database and the storage: ``python -m tests.bench.inside fill 500``.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from tests.bench import material

# Different notes and transcripts, beside those of the corpus; where there are more episodes they come again.
NOTES = 150
TRANSCRIPTS = 500
# The newest episodes have all that an episode can have. Of the others, speech is there to be searched.
WHOLE = 20
MOST_WITH_CUES = 500
MINUTES = 30
CUES = 827
# What costs the same at any number of episodes, when it is made again.
STEADY = ("home", "episode", "transcript", "feed")
ROUNDS = 7


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "showsite.settings"
    import django

    django.setup()
    job, *arguments = sys.argv[1:]
    jobs = {
        "prepare": prepare,
        "fill": fill,
        "first": first,
        "show": show,
        "search": search,
        "transcript": transcript,
    }
    print(json.dumps(jobs[job](*map(int, arguments))))


def prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("create_bucket", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def show() -> None:
    """One without episodes."""
    from episodes.models import Show

    Show.objects.create(
        title="Bench", slug="bench", site_address="https://bench.example", host_name="bench.example"
    )


def notes() -> list[str]:
    from tests.bench import feed

    real = [path.read_text(encoding="utf-8", errors="replace") for path in feed.real_notes()]
    return [*real, *map(material.note, range(NOTES))]


def speech() -> Iterator[list[Any]]:
    """The cues of one transcript after another, first those of the corpus."""
    from tests.bench.search import real_speech
    from transcripts.cues import ParsedCue

    yield from real_speech()
    for number in range(TRANSCRIPTS):
        yield [
            ParsedCue(start=timedelta(seconds=start), end=timedelta(seconds=end), speaker=speaker, text=text)
            for start, end, speaker, text in material.cues(number)
        ]


def fill(size: int) -> None:
    from tests.bench import feed

    show = feed.fill(size, notes())
    newest = list(show.episodes.newest_first()[:WHOLE])
    enrich(newest)
    said = list(islice(speech(), size))
    speak(show, newest, said, size)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def enrich(newest: list[Any]) -> None:
    """Links and all else that notes give, also those that stand in older episodes."""
    from episodes.notes.apply import apply_notes

    for episode, source in zip(newest, cycle(notes()), strict=False):
        episode.notes = source
        episode.save()
        apply_notes(episode)


def speak(show: Any, newest: list[Any], said: list[Any], size: int) -> None:
    """A transcript for each episode; the newest's has 827 cues."""
    from episodes.models import Episode
    from episodes.vocabulary import remember
    from transcripts.models import Transcript
    from transcripts.rows import write_rows

    with_cues = [episode.pk for episode in newest]
    if size <= MOST_WITH_CUES:
        with_cues += list(show.episodes.exclude(pk__in=with_cues).values_list("pk", flat=True))
    long = min((cues for cues in said if len(cues) >= CUES), key=len)[:CUES]
    for episode, cues in zip(with_cues, cycle([long, *said]), strict=False):
        row = Transcript.objects.create(
            episode_id=episode, chosen=True, source_format="vtt", source_hash=str(episode)
        )
        write_rows(row, cues)
    remember(show, (cue.text for cues in said for cue in cues))
    others = Episode.objects.filter(show=show).exclude(pk__in=with_cues).values_list("pk", flat=True)
    search_only(list(others), said)


def search_only(episodes: list[int], said: list[Any]) -> None:
    """What is searched, without the cues that nobody will read here: 3,000,000 of them take long to write."""
    from transcripts.models import Passage, Transcript
    from transcripts.passages import passages

    minutes = cycle([passage.text for cues in said for passage in passages(cues)])
    rows = Transcript.objects.bulk_create(
        Transcript(episode_id=episode, chosen=True, source_format="vtt", source_hash=str(episode))
        for episode in episodes
    )
    for part in range(0, len(rows), 200):
        Passage.objects.bulk_create(
            Passage(transcript=row, start=timedelta(minutes=minute), text=text)
            for row in rows[part : part + 200]
            for minute, text in enumerate(islice(minutes, MINUTES))
        )


def first(size: int) -> dict[str, Any]:
    """What pages cost the first time after a change; with 500 episodes all, and otherwise those that stay the same."""
    from episodes.models import Show
    from tests.bench import pages

    show, site = Show.objects.get(), pages.process()
    names = pages.paths(size)
    if size != pages.EPISODES:
        names = {name: names[name] for name in STEADY}
    costs = {name: asdict(pages.cost(site, show, name, path)) for name, path in names.items()}
    whole = (
        statistics.median(pages.publishing(site, show) for _ in range(3)) if size == pages.EPISODES else None
    )
    return {"costs": costs, "publishing": whole}


def search() -> dict[str, float]:
    from episodes.models import Show
    from tests.bench.search import measure
    from transcripts.passages import passages

    minutes = [passage.text for cues in speech() for passage in passages(cues)]
    return asdict(measure(Show.objects.get(), minutes))


def transcript() -> dict[str, float]:
    """Milliseconds for 1,000 cues whose file is in the storage already: in a show that has said most words before, and
    where all of them are new.
    """
    from episodes.models import Episode, Show, Word

    episode = Episode.objects.create(show=Show.objects.get(), number=1_000_000, title="Said")
    known = [written(episode, number) for number in range(ROUNDS)]
    new = []
    for number in range(ROUNDS, 2 * ROUNDS):
        Word.objects.all().delete()
        new.append(written(episode, number))
    episode.delete()
    return {"known": statistics.median(known), "new": statistics.median(new)}


def written(episode: Any, number: int) -> float:
    from transcripts.importing import import_transcript, read_transcript, store_transcript

    file = read_transcript(f"{number}.vtt", material.vtt(10_000 + number, 1000).encode())
    store_transcript(file)
    began = time.perf_counter()
    import_transcript(episode, file)
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
