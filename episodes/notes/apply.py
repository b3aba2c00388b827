"""ParsedNotes -> rows, in one transaction. Rows are updated in place, so ids, permalinks and starts survive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction

from episodes.models import Credit, Episode, Link, Person, Segment, Sponsor, Sponsorship
from episodes.names import fold, free_slug, is_web_address
from episodes.note_pictures import held_pictures
from episodes.notes.document import ParsedNotes, ParsedSegment, ParsedSponsor, Picture, SegmentKind
from episodes.notes.matching import match
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import named_pictures, plain_text, render
from episodes.people import KnownNames, find_or_create_person
from episodes.vocabulary import remember_notes

LONGEST_URL = 2000
# What stands below an episode's address beside its segments.
NOT_SEGMENTS = {"transcript", "embed", "correct"}


@transaction.atomic
def apply_notes(
    episode: Episode, parsed: ParsedNotes | None = None, restored: Sequence[Segment] = ()
) -> ParsedNotes:
    """Derive an episode's segments, links, credits and sponsorships from its notes as they are typed now.

    ``parsed`` is what the parser said of these very notes, where the caller has asked it already; ``restored`` are
    segments from an export, not saved yet, whose permalinks and starts the notes take up like those of rows.
    Writes only what differs. Raises ``NotesTooHard`` for a text that the renderer refuses; then nothing changes.
    """
    parsed = parsed or parse_notes(episode.notes)
    pictures = held_pictures(episode, named_pictures(parsed.body))
    _update(episode, notes_html=str(render(parsed.body, pictures=pictures)))
    guests = [
        find_or_create_person(guest.name, guest.url, episode.show)
        for guest in parsed.guests
        if fold(guest.name)
    ]
    names = KnownNames(episode.show, guests)
    segments = _apply_segments(episode, parsed, names, restored, pictures)
    _apply_credits(episode, segments, guests, names)
    _apply_sponsors(episode, parsed.sponsors, segments)
    remember_notes(episode)
    return parsed


def _update(row: models.Model, **values: Any) -> None:
    """Save a row if it is new or a value differs."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    _set(row, {name: values[name] for name in changed})
    if row._state.adding:
        row.save()
    elif changed:
        row.save(update_fields=changed)


def _apply_segments(
    episode: Episode,
    parsed: ParsedNotes,
    names: KnownNames,
    restored: Sequence[Segment],
    pictures: Mapping[str, Picture],
) -> list[Segment]:
    """The rows of the parsed segments, in their order. New ones are written together, with all links."""
    old = list(episode.segments.prefetch_related("links"))
    known = [*old, *restored]
    slugs = {segment.slug for segment in known} | NOT_SEGMENTS
    rows: list[Segment] = []
    for part, before in zip(parsed.segments, match(parsed.segments, known), strict=True):
        row = before or Segment(episode=episode, slug=free_slug(part.title or part.kind, slugs, longest=80))
        slugs.add(row.slug)
        values = _values(row, part, parsed.references, names, pictures)
        if row._state.adding:
            _set(row, values)
        else:
            _update(row, **values)
        rows.append(row)
    Segment.objects.bulk_create(row for row in rows if row._state.adding)
    gone = {segment.pk for segment in old} - {row.pk for row in rows}
    if gone:
        episode.segments.filter(pk__in=gone).delete()
    _apply_links(rows, parsed.segments, {segment.pk: list(segment.links.all()) for segment in old})
    return rows


def _set(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _values(
    row: Segment, part: ParsedSegment, references: str, names: KnownNames, pictures: Mapping[str, Picture]
) -> dict[str, Any]:
    rel = "sponsored" if part.kind is SegmentKind.SPONSOR else ""
    html = str(render(part.source, references=references, rel=rel, pictures=pictures))
    return {
        "order": part.order,
        "number": part.number,
        "kind": str(part.kind),
        "label": part.label[:20],
        "title": part.title[:500],
        "url": part.url if len(part.url) <= LONGEST_URL else "",
        "host_name": part.host[:80],
        "person_id": _person_id(row, part, names),
        "source": part.source,
        "html": html,
        "text": plain_text(html),
        **_start(row, part),
    }


def _person_id(row: Segment, part: ParsedSegment, names: KnownNames) -> int | None:
    """Whom the name means; for a name that the show does not know, whom a host has said it means."""
    if person := names.person(part.host):
        return person.pk
    return row.person_id if fold(row.host_name) == fold(part.host[:80]) else None


def _start(row: Segment, part: ParsedSegment) -> dict[str, Any]:
    """A time typed in the notes wins; taken out of them it goes; one confirmed elsewhere stays."""
    if part.start is not None:
        return {"start": part.start, "start_origin": Segment.StartOrigin.NOTES}
    if row.start_origin == Segment.StartOrigin.NOTES:
        return {"start": None, "start_origin": Segment.StartOrigin.UNKNOWN}
    return {}


def _apply_links(rows: Sequence[Segment], parts: Sequence[ParsedSegment], old: dict[int, list[Link]]) -> None:
    """The links of all segments in two statements at most; the repeats of a list of all links are left out."""
    stale: list[int] = []
    new: list[Link] = []
    for row, part in zip(rows, parts, strict=True):
        wanted = [
            (link.text[:1000], link.url)
            for link in part.links
            if link.url and len(link.url) <= LONGEST_URL and not link.is_repeat
        ]
        before = old.get(row.pk, [])
        if wanted != [(link.text, link.url) for link in before]:
            stale += [row.pk] if before else []
            new += [
                Link.to(url, segment=row, order=order, text=text)
                for order, (text, url) in enumerate(wanted, 1)
            ]
    if stale:
        Link.objects.filter(segment__in=stale).delete()
    if new:
        Link.objects.bulk_create(new)


def _apply_credits(
    episode: Episode, segments: Sequence[Segment], guests: Sequence[Person], names: KnownNames
) -> None:
    """Credits of those who present a segment or are announced; what a host entered by hand is left alone."""
    presenting = {segment.person_id for segment in segments if segment.person_id}
    hosts = [person for person in names.hosts if person.pk in presenting]
    host_ids = {person.pk for person in names.hosts}
    other_ids = presenting - host_ids - {guest.pk for guest in guests}
    others = Person.objects.filter(pk__in=other_ids) if other_ids else ()
    wanted = {person.pk: Credit.Role.HOST for person in hosts}
    wanted |= {person.pk: Credit.Role.GUEST for person in (*guests, *others) if person.pk not in host_ids}

    old = {credit.person_id: credit for credit in episode.credits.all()}
    new: list[Credit] = []
    for order, (person_id, role) in enumerate(wanted.items()):
        credit = old.pop(person_id, None)
        if credit is None:
            new.append(Credit(episode=episode, person_id=person_id, role=role, order=order, from_notes=True))
        elif credit.from_notes:
            _update(credit, role=role, order=order)
    if new:
        Credit.objects.bulk_create(new)
    for credit in old.values():
        if credit.from_notes:
            credit.delete()


def _apply_sponsors(episode: Episode, sponsors: Sequence[ParsedSponsor], segments: Sequence[Segment]) -> None:
    by_order = {segment.order: segment for segment in segments}
    old = {sponsorship.sponsor_id: sponsorship for sponsorship in episode.sponsorships.all()}
    seen: set[int] = set()
    for order, named in enumerate(sponsors):
        if not fold(named.name):
            continue
        sponsor = _find_or_create_sponsor(named)
        if sponsor.pk in seen:
            continue
        seen.add(sponsor.pk)
        sponsorship = old.get(sponsor.pk) or Sponsorship(episode=episode, sponsor=sponsor, from_notes=True)
        if sponsorship.from_notes:
            segment = by_order.get(named.segment)
            url = named.url if is_web_address(named.url) else ""
            _update(sponsorship, url=url, order=order, segment_id=segment.pk if segment else None)
    for sponsor_id, sponsorship in old.items():
        if sponsor_id not in seen and sponsorship.from_notes:
            sponsorship.delete()


def _find_or_create_sponsor(named: ParsedSponsor) -> Sponsor:
    key = fold(named.name)[:128]
    known = Sponsor.objects.filter(key=key).first() or Sponsor.objects.filter(aliases__key=key).first()
    if known is not None:
        return known
    slug = free_slug(named.name, Sponsor.objects.values_list("slug", flat=True))
    return Sponsor.objects.create(
        name=named.name[:128], slug=slug, url=named.url if is_web_address(named.url) else ""
    )
