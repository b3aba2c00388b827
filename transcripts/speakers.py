"""The labels of a transcript -> people: once a file, by itself where a label names somebody of the episode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from episodes.models import Episode, Person
from episodes.names import fold
from episodes.people import KnownNames
from transcripts.models import Speaker, Transcript


def list_speakers(transcript: Transcript, labels: Iterable[str]) -> None:
    """A row for each label of a new transcript, in the order of their first words."""
    rows = [Speaker(transcript=transcript, label=label) for label in dict.fromkeys(labels) if label]
    if rows:
        Speaker.objects.bulk_create(rows)
        map_speakers(transcript)


def map_speakers(transcript: Transcript) -> None:
    """Give each label that nobody has yet the person it names; what a host chose stays."""
    unmapped = list(transcript.speakers.filter(person=None))
    if not unmapped:
        return
    names = _Names(transcript.episode)
    for speaker in unmapped:
        speaker.person = names.person(speaker.label)
    Speaker.objects.bulk_update([speaker for speaker in unmapped if speaker.person], ["person"])


class _Names:
    """Who a label means in an episode. A first name that two of its people share means neither."""

    def __init__(self, episode: Episode) -> None:
        credited = [credit.person for credit in episode.credits.select_related("person")]
        self._known = KnownNames(episode.show, guests=credited)
        people = {person.pk: person for person in [*self._known.hosts, *credited]}.values()
        self._full = {fold(person.name): person for person in people}
        counts = Counter(fold(person.first_name) for person in people)
        self._shared = {name for name, count in counts.items() if count > 1}

    def person(self, label: str) -> Person | None:
        key = fold(label)
        if not key or key in self._full:
            return self._full.get(key)
        return None if key in self._shared else self._known.person(label)
