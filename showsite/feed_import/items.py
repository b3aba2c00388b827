"""An item of a feed -> an episode, its notes, credits and chapters, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import DatabaseError, transaction

from episodes.desk.versions import keep_version
from episodes.front_matter import hash_of
from episodes.models import Credit, Episode, NotesVersion, Person, Show
from episodes.names import fold
from episodes.notes.apply import apply_notes
from episodes.notes.document import Finding
from episodes.notes.renderer import NotesTooHard
from episodes.people import find_or_create_person
from episodes.picture_fetching import fetch_pictures_soon
from episodes.publishing import give_slug
from episodes.reports import FileReport, Outcome
from episodes.roles import GROUPS, OTHER
from showsite.feed_import.ahead import ReadNotes
from showsite.feed_import.chapters import as_values, of_values, set_starts, with_chapters
from showsite.feed_import.document import ParsedItem
from showsite.feed_import.merging import merge
from showsite.feed_import.models import ImportedItem
from showsite.feed_import.notes import summary_of
from showsite.feed_import.planning import plan_copies
from showsite.feed_import.shows import kept_findings

LONGEST_GUID: Final = 255
ROLES: Final = {
    "host": Credit.Role.HOST,
    "co-host": Credit.Role.HOST,
    "guest": Credit.Role.GUEST,
    "guest host": Credit.Role.GUEST,
}


class BadItem(ValueError):
    """Why an item cannot become an episode."""


@dataclass(kw_only=True)
class ItemImporter:
    """Imports the items of one feed, one after the other; a bad one is reported and stops nothing."""

    show: Show
    with_media: bool = True
    show_image: str = ""
    _people: dict[str, Person] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def bring_in(self, item: ParsedItem, notes: ReadNotes) -> FileReport:
        name = item.title[:80] or item.guid[:80] or "untitled"
        try:
            with transaction.atomic():
                episode, outcome, findings = self._store(item, notes)
        except (BadItem, NotesTooHard) as error:
            return self._failed(name, "not-imported", str(error))
        except (DatabaseError, ValueError) as error:
            return self._failed(name, "refused", f"it could not be stored: {error}")
        what = f"episode {episode.number}" if episode.number is not None else ""
        return FileReport(path=name, outcome=outcome, what=what, findings=tuple(findings))

    def _failed(self, name: str, code: str, message: str) -> FileReport:
        self._people.clear()  # some may have been made in the transaction that is gone
        finding = Finding(line=0, code=code, message=message)
        return FileReport(path=name, outcome=Outcome.FAILED, findings=(finding,))

    def _store(self, item: ParsedItem, notes: ReadNotes) -> tuple[Episode, Outcome, list[Finding]]:
        guid = self._guid(item)
        episode = self._find(guid, item)
        known = ImportedItem.objects.filter(episode=episode).first() if episode.pk else None
        before = known.values if known else {}
        chapters = item.chapters or of_values(before.get("json_chapters", ()))
        feed, findings = self._values(item, episode, with_chapters(notes, chapters))
        merged = merge(episode, feed, before)
        is_new = episode.pk is None
        changed = dict(merged.changes) | ({"guid": guid} if episode.guid != guid else {})
        self._write(episode, changed, notes)
        credited = self._credit(episode, item, before.get("people", []))
        values = {
            **merged.values,
            "people": [[person.name, person.role] for person in item.people],
            "chapters": as_values(item.chapters),
            **({"json_chapters": before["json_chapters"]} if "json_chapters" in before else {}),
        }
        if chapters and ("notes" in changed or before.get("chapters") != values["chapters"]):
            set_starts(episode, chapters)
        if known is None:
            ImportedItem.objects.create(episode=episode, values=values)
        elif known.values != values:
            known.values = values
            known.save(update_fields=["values"])
        planned = plan_copies(episode, item, self.show_image) if self.with_media else 0
        did_change = changed or credited or planned
        outcome = Outcome.UPDATED if did_change else Outcome.UNCHANGED
        return episode, Outcome.CREATED if is_new else outcome, findings + list(kept_findings(merged.kept))

    def _guid(self, item: ParsedItem) -> str:
        """The item's own, to the letter. Without one its address stands in: it is the same in the next run."""
        address = item.audio_url or item.link
        guid = item.guid or (str(uuid.uuid5(uuid.NAMESPACE_URL, address)) if address else "")
        if not guid:
            raise BadItem("It has neither a GUID nor an address by which the next import would know it.")
        if len(guid) > LONGEST_GUID:
            raise BadItem(f"Its GUID is longer than {LONGEST_GUID} characters.")
        if guid in self._seen:
            raise BadItem("Its GUID is that of another episode in the feed.")
        self._seen.add(guid)
        return guid

    def _find(self, guid: str, item: ParsedItem) -> Episode:
        """The episode of that GUID; else a draft under its number that no app can know yet; else a new one."""
        episodes = Episode.objects.select_for_update(of=("self",)).filter(show=self.show)
        known = episodes.filter(guid=guid).first()
        if known is None and item.number is not None:
            known = episodes.drafts().filter(number=item.number, audio_key="", feed_item=None).first()
        return known or Episode(show=self.show, guid=guid)

    def _values(self, item: ParsedItem, episode: Episode, notes: str) -> tuple[dict[str, Any], list[Finding]]:
        findings = []
        number = item.number
        others = Episode.objects.filter(show=self.show, number=number).exclude(pk=episode.pk)
        if number is not None and others.exists():
            findings.append(
                _finding("number-taken", f"Another episode is number {number}: it comes without one.")
            )
            number = None
        if item.published_at is None:
            findings.append(_finding("no-date", "It has no date that can be read, so it comes as a draft."))
        said = {
            "number": number,
            "season": item.season,
            "title": item.title[:255] or (f"Episode {number}" if number is not None else "Untitled"),
            "episode_type": item.episode_type,
            "explicit": item.explicit,
            "summary": summary_of(item.summary, item.notes),
            "published_at": item.published_at,
            "notes": notes,
        }
        return {name: value for name, value in said.items() if value not in (None, "")}, findings

    def _write(self, episode: Episode, changes: dict[str, Any], notes: ReadNotes) -> None:
        for name, value in changes.items():
            setattr(episode, name, value)
        if "notes" in changes:
            episode.imported_hash = hash_of(episode.notes)
        if changes or episode.pk is None:
            give_slug(episode)
            episode.save()
        if "notes" in changes:
            apply_notes(episode, notes.parsed if episode.notes == notes.markdown else None)
            fetch_pictures_soon(episode)
            keep_version(episode, NotesVersion.Kind.IMPORTED)

    def _credit(self, episode: Episode, item: ParsedItem, before: Iterable[list[str]]) -> bool:
        """Credits that the feed names since the last time, without those it has taken back since."""
        then = dict(before)
        known = {credit.person_id: credit for credit in episode.credits.all()}
        new: dict[int, Credit] = {}
        for order, person in enumerate(item.people):
            if then.get(person.name) == person.role:
                continue
            pk = self._person(person.name, person.url).pk
            if pk not in known:
                role = _role(person.role)
                new.setdefault(pk, Credit(episode=episode, person_id=pk, role=role, order=order))
            elif known[pk].from_notes:
                known[pk].from_notes, known[pk].role = False, _role(person.role)
                known[pk].save(update_fields=["from_notes", "role"])
        Credit.objects.bulk_create(new.values())
        gone = 0
        for name in then.keys() - {person.name for person in item.people}:
            person_id, role = self._person(name, "").pk, _role(then[name])
            gone += episode.credits.filter(person=person_id, role=role, from_notes=False).delete()[0]
        return bool(new or gone)

    def _person(self, name: str, url: str) -> Person:
        key = fold(name)
        if key not in self._people:
            self._people[key] = find_or_create_person(name, url, self.show)
        return self._people[key]


def _role(written: str) -> str:
    return ROLES.get(written, written if written in GROUPS else OTHER)


def _finding(code: str, message: str) -> Finding:
    return Finding(line=0, code=code, message=message)
