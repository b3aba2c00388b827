"""The demo show of ``episodes/demo``: its texts and sounds through the same doors that a host's take."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand
from django.db import transaction

from episodes import demo
from episodes.audio.attach import attach_audio
from episodes.audio.serving import prepare_audio
from episodes.desk.versions import keep_version
from episodes.models import Episode, NotesVersion, Person, Show
from episodes.notes.apply import apply_notes
from episodes.publishing import give_slug
from transcripts.importing import choose, import_transcript, read_transcript

FOLDER = Path(demo.__file__).parent
SITE_ADDRESS = "http://127.0.0.1:8000"


class Command(BaseCommand):
    help = "Fill an empty installation with the demo show. Does nothing where a show exists."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--site-address", default=SITE_ADDRESS, help="where the show will live")

    @transaction.atomic
    def handle(self, *args: Any, site_address: str, **options: Any) -> None:
        if Show.objects.exists():
            self.stdout.write("There is a show already: the demo stays out.")
            return
        show = make_show(tomllib.loads((FOLDER / "show.toml").read_text()), site_address)
        for entry in tomllib.loads((FOLDER / "episodes.toml").read_text())["episodes"]:
            episode = make_episode(show, entry)
            self.stdout.write(f"  {episode}")
        self.stdout.write(f"The demo show {show} has {show.episodes.count()} episodes.")


def make_show(values: dict[str, Any], site_address: str) -> Show:
    people = {entry["slug"]: make_person(entry) for entry in values.pop("people")}
    by_name = {person.name: person for person in people.values()}
    hosts, aliases, subscribe = values.pop("hosts"), values.pop("aliases"), values.pop("subscribe")
    fundings, seasons = values.pop("fundings"), values.pop("seasons")
    artwork = FOLDER / values.pop("artwork")
    values["description"] = values["description"].strip()
    host_name = site_address.split("://", 1)[1].split(":", 1)[0]
    show = Show(**values, site_address=site_address, host_name=host_name)
    with artwork.open("rb") as file:
        show.artwork.save(artwork.name, File(file), save=False)
    show.save()
    for order, slug in enumerate(hosts):
        show.show_hosts.create(person=people[slug], order=order)
    for name, meant in aliases.items():
        show.aliases.create(name=name, person=by_name[meant])
    for order, way in enumerate(fundings):
        show.fundings.create(**way, order=order)
    for number, name in seasons.items():
        show.seasons.create(number=int(number), name=name)
    for order, link in enumerate(subscribe):
        show.subscribe_links.create(**link, order=order)
    return show


def make_person(entry: dict[str, Any]) -> Person:
    person = Person.objects.create(name=entry["name"], slug=entry["slug"], bio=entry["bio"].strip())
    for order, link in enumerate(entry["links"]):
        person.links.create(**link, order=order)
    return person


def make_episode(show: Show, entry: dict[str, Any]) -> Episode:
    episode = Episode(
        show=show,
        number=entry["number"],
        season=entry["season"],
        title=entry["title"],
        episode_type=entry["type"],
        summary=entry["summary"],
        recorded_on=entry["recorded_on"],
        published_at=entry["published_at"],
        notes=(FOLDER / f"{entry['number']}.md").read_text(encoding="utf-8"),
    )
    give_slug(episode)
    episode.save()
    apply_notes(episode)
    keep_version(episode, NotesVersion.Kind.IMPORTED)
    for name in entry["topics"]:
        episode.topics.add(show.topics.get_or_create(name=name)[0])
    with (FOLDER / f"{entry['number']}.mp3").open("rb") as file:
        attach_audio(episode, File(file))
    prepare_audio(episode)
    words = FOLDER / f"{entry['number']}.{entry['transcript']}"
    transcript, _ = import_transcript(episode, read_transcript(words.name, words.read_bytes()))
    choose(transcript)
    return episode
