"""From a name as somebody wrote it to a person whom the show knows."""

from __future__ import annotations

from collections.abc import Iterable

from episodes.models import Person, Show
from episodes.names import fold, free_slug, is_web_address


class KnownNames:
    """The names of a show: its aliases first, then its hosts, then the guests of the episode at hand."""

    def __init__(self, show: Show, guests: Iterable[Person] = ()) -> None:
        self.hosts = [entry.person for entry in show.show_hosts.select_related("person")]
        self._people: dict[str, Person] = {}
        for alias in show.aliases.select_related("person"):
            self._people.setdefault(alias.key, alias.person)
        for person in (*self.hosts, *guests):
            self._learn(person)

    def person(self, name: str) -> Person | None:
        return self._people.get(fold(name))

    def _learn(self, person: Person) -> None:
        self._people.setdefault(fold(person.name), person)
        self._people.setdefault(fold(person.first_name), person)


def find_or_create_person(name: str, url: str = "", show: Show | None = None) -> Person:
    """The person of that name, whatever the case and accents, or whom the show knows by it; else a new one with a
    link to ``url``."""
    wanted = fold(name)
    for alias in show.aliases.select_related("person") if show else ():
        if alias.key == wanted:
            return alias.person
    for person in Person.objects.all():
        if fold(person.name) == wanted:
            return person
    slugs = Person.objects.values_list("slug", flat=True)
    person = Person.objects.create(name=name[:128], slug=free_slug(name, slugs))
    if is_web_address(url):
        person.links.create(url=url)
    return person
