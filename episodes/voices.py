"""Who is heard in an episode, and on which lane of the score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from episodes.models import Credit, Episode, Person, Segment
from episodes.names import fold
from episodes.roles import GROUPS
from episodes.score import MAX_LANES

# A person by id, or a name that belongs to no known person.
Key = tuple[str, int | str]


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Somebody who is heard; ``lane`` counts from 1, and from the fourth voice on they share the last."""

    name: str
    lane: int
    person: Person | None = None

    @property
    def url(self) -> str:
        """The page of who is known; "" for a name alone."""
        return self.person.get_absolute_url() if self.person else ""


def key_of(segment: Segment) -> Key:
    """Who leads a segment."""
    return ("person", segment.person_id) if segment.person_id else ("name", fold(segment.host_name))


def voices_of(episode: Episode, segments: Sequence[Segment]) -> dict[Key, Voice]:
    """The lanes: the show's hosts in their order, other hosts, guests, then whoever else leads a segment."""
    people: dict[Key, Person | str] = {("person", person.pk): person for person in _credited(episode)}
    for segment in segments:
        if segment.person is not None or fold(segment.host_name):
            people.setdefault(key_of(segment), segment.person or segment.host_name)
    names = _short_names(people.values())
    return {
        key: Voice(name=name, lane=min(place, MAX_LANES), person=who if isinstance(who, Person) else None)
        for place, ((key, who), name) in enumerate(zip(people.items(), names, strict=True), start=1)
    }


def _credited(episode: Episode) -> list[Person]:
    regular = {person.pk: place for place, person in enumerate(episode.show.regular_hosts)}
    credits = [credit for credit in episode.credits.all() if GROUPS.get(credit.role) == "cast"]
    credits.sort(
        key=lambda credit: (credit.role == Credit.Role.GUEST, regular.get(credit.person_id, len(regular)))
    )
    return [credit.person for credit in credits]


def _short_names(people: Iterable[Person | str]) -> list[str]:
    """First names; the whole name of those who share theirs."""
    people = list(people)
    short = [person.first_name if isinstance(person, Person) else person for person in people]
    shared = {name for name, count in Counter(short).items() if count > 1}
    return [str(person) if name in shared else name for person, name in zip(people, short, strict=True)]
