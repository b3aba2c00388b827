"""What an export says -> rows. The values were checked before: see ``export_schema``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from episodes.models import Credit, Episode, Person, Segment, Show, Sponsor, SponsorAlias, Sponsorship
from episodes.names import fold
from episodes.notes.document import Finding, SegmentKind
from episodes.storage import NOT_STORED, media_storage

SHOW_TEXTS: Final = (
    "title",
    "slug",
    "tagline",
    "description",
    "author",
    "owner_name",
    "owner_email",
    "artwork",
    "licence",
    "licence_url",
    "copyright",
    "site_address",
    "host_name",
    "new_feed_url",
    "location",
    "location_geo",
    "location_osm",
    "update_frequency",
    "update_rule",
)
SHOW_FLAGS: Final = ("explicit", "locked", "blocked", "complete")
PROPOSAL_FIELDS: Final = ("proposed_start", "proposed_confidence", "proposed_evidence", "proposal_refused")


@dataclass(frozen=True, kw_only=True)
class Known:
    """The ids of people and sponsors, by the slugs under which an export names them."""

    people: dict[str, int]
    sponsors: dict[str, int]

    @classmethod
    def now(cls) -> Known:
        return cls(
            people=dict(Person.objects.values_list("slug", "pk")),
            sponsors=dict(Sponsor.objects.values_list("slug", "pk")),
        )


def fill_episode(episode: Episode, values: Mapping[str, Any]) -> list[Finding]:
    """Set an episode's own fields; what the document does not say is empty. A GUID in use never changes."""
    findings = []
    wanted = values.get("guid", episode.guid)
    if wanted != episode.guid and episode.pk and episode.published_at:
        findings.append(
            _finding("guid-differs", f"the episode is public under {episode.guid}: its GUID stays.")
        )
    else:
        episode.guid = wanted
    episode.number = values.get("number")
    episode.number_display = values.get("number_display", "")
    episode.season = values.get("season")
    episode.title = values.get("title", "")
    episode.slug = values.get("slug", episode.slug)
    episode.episode_type = values.get("type", Episode.Type.FULL)
    episode.summary = values.get("summary", "")
    episode.recorded_on = _when(date.fromisoformat, values.get("recorded_on"))
    episode.published_at = _when(datetime.fromisoformat, values.get("published_at"))
    episode.first_published_at = _when(datetime.fromisoformat, values.get("first_published_at"))
    episode.explicit = values.get("explicit", False)
    episode.blocked = values.get("blocked", False)
    episode.artwork = values.get("artwork", "")
    audio = values.get("audio", {})
    episode.audio_key = audio.get("key", "")
    episode.audio_bytes = audio.get("size")
    episode.audio_type = audio.get("type", "")
    episode.audio_duration = _length(audio.get("duration"))
    episode.audio_hash = audio.get("hash", "")
    episode.audio_integrity = audio.get("integrity", "")
    episode.audio_original_key = audio.get("original", "")
    episode.audio_tags_hash = audio.get("tags", "")
    return findings + missing_objects([episode.artwork.name, episode.audio_key])


def _when(read: Callable[[str], Any], value: str | None) -> Any:
    return None if value is None else read(value)


def _length(value: float | None) -> timedelta | None:
    return None if value is None else timedelta(seconds=value)


def restore_segments(episode: Episode, values: Mapping[str, Any], known: Known) -> list[Segment]:
    """Set the starts and persons of the segments that are here; the others come back under their permalinks, not
    saved: ``apply_notes`` takes those up that the notes still have."""
    entries = {entry["slug"]: entry for entry in values.get("segments", [])}
    here = {segment.slug: segment for segment in episode.segments.all()} if entries else {}
    topics, restored = 0, []
    for order, entry in enumerate(entries.values(), 1):
        kind = entry.get("kind", SegmentKind.TOPIC.value)
        topics += kind == SegmentKind.TOPIC
        segment = here.get(entry["slug"]) or Segment(
            episode=episode,
            slug=entry["slug"],
            order=order,
            number=topics if kind == SegmentKind.TOPIC else None,
            kind=kind,
            title=entry.get("title", ""),
            url=entry.get("url", ""),
            host_name=entry.get("host", ""),
        )
        segment.person_id = known.people.get(entry.get("person", ""))
        segment.start = _length(entry.get("start"))
        segment.start_origin = "" if segment.start is None else entry.get("origin", Segment.StartOrigin.HOST)
        _restore_proposal(segment, entry.get("proposal", {}))
        if segment.pk:
            segment.save(update_fields=["person", "start", "start_origin", *PROPOSAL_FIELDS])
        else:
            restored.append(segment)
    return restored


def _restore_proposal(segment: Segment, entry: Mapping[str, Any]) -> None:
    segment.proposed_start = _length(entry.get("start"))
    segment.proposed_confidence = entry.get("confidence")
    segment.proposed_evidence = entry.get("evidence", "")
    segment.proposal_refused = entry.get("refused", False)


def restore_hand_made(episode: Episode, values: Mapping[str, Any], known: Known) -> list[Finding]:
    """The credits and sponsorships that hosts entered by hand; they stand before what the notes say of the same."""
    credits = {entry["person"]: entry for entry in values.get("credits", [])}
    sponsorships = {entry["sponsor"]: entry for entry in values.get("sponsorships", [])}
    unknown = {*(credits.keys() - known.people.keys()), *(sponsorships.keys() - known.sponsors.keys())}
    _restore_credits(episode, {known.people[slug]: credits[slug] for slug in credits if slug in known.people})
    _restore_sponsorships(
        episode, {known.sponsors[slug]: sponsorships[slug] for slug in sponsorships if slug in known.sponsors}
    )
    _restore_extras(episode, values)
    return [
        _finding("unknown-name", f"nobody here has the slug “{slug}”: left out.") for slug in sorted(unknown)
    ]


def _restore_credits(episode: Episode, entries: Mapping[int, Mapping[str, Any]]) -> None:
    if not entries:
        return
    episode.credits.filter(person__in=entries).delete()
    Credit.objects.bulk_create(
        Credit(
            episode=episode,
            person_id=person,
            role=entry.get("role", Credit.Role.HOST),
            order=entry.get("order", 0),
        )
        for person, entry in entries.items()
    )


def _restore_extras(episode: Episode, values: Mapping[str, Any]) -> None:
    """Topics, other places of the episode, soundbites."""
    wanted = values.get("topics", [])
    episode.topics.set(episode.show.topics.filter(slug__in=wanted))
    episode.content_links.all().delete()
    for link in values.get("content_links", []):
        episode.content_links.create(url=link["url"], text=link["text"], order=link.get("order", 0))
    episode.soundbites.all().delete()
    for bite in values.get("soundbites", []):
        episode.soundbites.create(
            start=_length(bite["start"]),
            duration=_length(bite["duration"]),
            title=bite.get("title", ""),
            text=bite.get("text", ""),
            accepted=bite.get("accepted", False),
        )


def _restore_sponsorships(episode: Episode, entries: Mapping[int, Mapping[str, Any]]) -> None:
    if not entries:
        return
    segments = dict(episode.segments.values_list("slug", "pk"))
    episode.sponsorships.filter(sponsor__in=entries).delete()
    Sponsorship.objects.bulk_create(
        Sponsorship(
            episode=episode,
            sponsor_id=sponsor,
            segment_id=segments.get(entry.get("segment", "")),
            title=entry.get("title", ""),
            text=entry.get("text", ""),
            url=entry.get("url", ""),
            start=_length(entry.get("start")),
            order=entry.get("order", 0),
        )
        for sponsor, entry in entries.items()
    )


def missing_objects(keys: Iterable[str | None]) -> list[Finding]:
    """A finding for each object that the storage does not have."""
    findings = []
    for one in filter(None, keys):
        try:
            if not media_storage().exists(one):
                findings.append(
                    _finding("missing-object", f"the storage has no {one}: copy it into the bucket.")
                )
        except NOT_STORED:
            findings.append(_finding("not-checked", f"the storage does not answer: is {one} there?"))
    return findings


def _finding(code: str, message: str) -> Finding:
    return Finding(line=0, code=code, message=message)


def find_show(values: Mapping[str, Any]) -> Show | None:
    by_guid = Show.objects.filter(guid=values["guid"]).first() if "guid" in values else None
    return by_guid or Show.objects.filter(slug=values["slug"]).first()


def restore_names(values: Mapping[str, Any]) -> Known:
    """Make the people and sponsors who are not here. One with the slug, else with the name, is here."""
    known = Known.now()
    by_name = {fold(name): pk for name, pk in Person.objects.order_by("-pk").values_list("name", "pk")}
    for entry in values.get("people", []):
        if entry["slug"] not in known.people:
            known.people[entry["slug"]] = by_name.get(fold(entry["name"])) or _create_person(entry).pk
    by_key = dict(SponsorAlias.objects.values_list("key", "sponsor"))
    by_key |= dict(Sponsor.objects.values_list("key", "pk"))
    for entry in values.get("sponsors", []):
        if entry["slug"] not in known.sponsors:
            sponsor = by_key.get(fold(entry["name"])[:128]) or _create_sponsor(entry).pk
            known.sponsors[entry["slug"]] = sponsor
    return known


def _create_person(entry: Mapping[str, Any]) -> Person:
    person = Person.objects.create(
        name=entry["name"], slug=entry["slug"], bio=entry.get("bio", ""), picture=entry.get("picture", "")
    )
    for link in entry.get("links", []):
        person.links.create(url=link["url"], label=link.get("label", ""), order=link.get("order", 0))
    return person


def _create_sponsor(entry: Mapping[str, Any]) -> Sponsor:
    sponsor = Sponsor.objects.create(name=entry["name"], slug=entry["slug"], url=entry.get("url", ""))
    for name in entry.get("aliases", []):
        if not SponsorAlias.objects.filter(key=fold(name)).exists() and fold(name):
            sponsor.aliases.create(name=name)
    return sponsor


def fill_show(show: Show, values: Mapping[str, Any], known: Known) -> None:
    """Set a show's fields and its lists of hosts, aliases and places to subscribe."""
    for name in SHOW_TEXTS:
        setattr(show, name, values.get(name, ""))
    show.language = values.get("language", "en")
    show.time_zone = values.get("time_zone", "UTC")
    show.categories = values.get("categories", [])
    show.show_type = values.get("show_type", Show.Type.EPISODIC)
    for name in SHOW_FLAGS:
        setattr(show, name, values.get(name, False))
    if show.pk is None and "guid" in values:
        show.guid = values["guid"]
    show.save()
    for rows in (show.show_hosts, show.aliases, show.subscribe_links, show.glossary):
        rows.all().delete()
    for term in values.get("glossary", []):
        show.glossary.create(
            heard=term["heard"],
            meant=term["meant"],
            whole_word=not term.get("inside_words", False),
            keeps_case=term.get("keeps_case", False),
        )
    for entry in values.get("hosts", []):
        if entry["person"] in known.people:
            show.show_hosts.create(person_id=known.people[entry["person"]], order=entry.get("order", 0))
    for entry in values.get("aliases", []):
        if entry["person"] in known.people:
            show.aliases.create(name=entry["name"], person_id=known.people[entry["person"]])
    for entry in values.get("subscribe", []):
        show.subscribe_links.create(label=entry["label"], url=entry["url"], order=entry.get("order", 0))
    _fill_feed(show, values)


def _fill_feed(show: Show, values: Mapping[str, Any]) -> None:
    """What a show says to podcast apps alone. Topics stay: episodes refer to them."""
    for rows in (show.fundings, show.podroll, show.feed_texts, show.seasons, show.old_feeds):
        rows.all().delete()
    for way in values.get("fundings", []):
        show.fundings.create(url=way["url"], text=way["text"], order=way.get("order", 0))
    for entry in values.get("podroll", []):
        show.podroll.create(
            feed_guid=entry["guid"],
            feed_url=entry.get("url", ""),
            title=entry.get("title", ""),
            order=entry.get("order", 0),
        )
    for said in values.get("feed_texts", []):
        show.feed_texts.create(purpose=said.get("purpose", ""), text=said["text"], order=said.get("order", 0))
    for season in values.get("seasons", []):
        show.seasons.create(number=season["number"], name=season["name"])
    for old in values.get("old_feeds", []):
        show.old_feeds.create(host_name=old.get("host_name", ""), path=old["path"])
    known = set(show.topics.values_list("slug", flat=True))
    for topic in values.get("topics", []):
        if topic["slug"] not in known:
            show.topics.create(name=topic["name"], slug=topic["slug"])
