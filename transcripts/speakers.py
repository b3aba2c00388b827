"""The labels of a transcript -> people: once a file, by itself where a label names somebody of the episode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from episodes.models import Episode, Person
from episodes.names import fold
from episodes.people import KnownNames
from transcripts.models import Speaker, Transcript


def list_speakers(transcript: Transcript, labels: Iterable[str]) -> None:
    """A row for each label of a new transcript, in the order of their first words, with the person it names."""
    rows = [Speaker(transcript=transcript, label=label) for label in dict.fromkeys(labels) if label]
    _name(rows, transcript)
    Speaker.objects.bulk_create(rows)


def map_speakers(transcript: Transcript) -> None:
    """Give each label that nobody has yet the person it names; what a host chose stays."""
    unmapped = list(transcript.speakers.filter(person=None))
    _name(unmapped, transcript)
    Speaker.objects.bulk_update([speaker for speaker in unmapped if speaker.person], ["person"])


def _name(speakers: Sequence[Speaker], transcript: Transcript) -> None:
    if speakers:
        names = _Names(transcript.episode)
        for speaker in speakers:
            speaker.person = names.person(speaker.label)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Whom a label may mean, and why. Nothing is mapped until a host says so."""

    person: Person
    why: str


def suggest(transcript: Transcript) -> dict[str, Suggestion]:
    """For labels that nobody has yet: whom the show's other transcripts mean by it, a name much like it, or who alone
    is left. Only people of the episode come into question, each once. Four queries."""
    speakers = list(transcript.speakers.all())
    labels = [speaker.label for speaker in speakers if speaker.person_id is None]
    if not labels:
        return {}
    taken = {speaker.person_id for speaker in speakers}
    credited = [credit.person for credit in transcript.episode.credits.select_related("person")]
    hosts = list(transcript.episode.show.regular_hosts)
    free = {person.pk: person for person in (*credited, *hosts) if person.pk not in taken}
    found: dict[str, Suggestion] = {}
    elsewhere = _elsewhere(transcript, labels)
    for label in labels:
        known = next((free[pk] for pk in elsewhere.get(label, ()) if pk in free), None)
        alike = known or _alike(label, free.values())
        if alike:
            why = _("so in other transcripts of the show") if known else _("a name much like it")
            found[label] = Suggestion(person=free.pop(alike.pk), why=why)
    left = [label for label in labels if label not in found]
    waiting = {person.pk: person for person in credited if person.pk in free}
    if len(left) == len(waiting) == 1:
        why = _("nobody else of the episode is left")
        found[left[0]] = Suggestion(person=next(iter(waiting.values())), why=why)
    return found


def map_everywhere(speaker: Speaker) -> tuple[int, int]:
    """Give the same label in the show's other transcripts the same person, where nobody has it yet: how many got it,
    and how many have somebody else, who stays."""
    same = Speaker.objects.filter(
        label=speaker.label, transcript__episode__show=speaker.transcript.episode.show_id
    ).exclude(pk=speaker.pk)
    others = same.exclude(person=None).exclude(person=speaker.person).count()
    return same.filter(person=None).update(person=speaker.person), others


def _elsewhere(transcript: Transcript, labels: list[str]) -> dict[str, list[int]]:
    """Whom labels mean in the show's other transcripts, the most frequent first."""
    mapped = Speaker.objects.filter(
        transcript__episode__show=transcript.episode.show_id, label__in=labels, person__isnull=False
    )
    found: dict[str, list[int]] = {}
    counted = mapped.order_by().values_list("label", "person").annotate(number=Count("pk"))
    for label, person, _number in counted.order_by("-number", "person"):
        found.setdefault(label, []).append(person)
    return found


def _alike(label: str, people: Iterable[Person]) -> Person | None:
    """The one whose name or first name is a letter or two away; None where two are as near."""
    key = fold(label)
    most = 1 if len(key) < 5 else 2
    near = sorted(
        (min(OSA.distance(key, fold(name)) for name in (person.name, person.first_name)), person.pk, person)
        for person in people
    )
    if not near or near[0][0] > most or len(key) < 3 or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][2]


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
