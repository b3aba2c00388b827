"""A feed's channel -> the show, its hosts, and what is remembered of both."""

from __future__ import annotations

import re
import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from episodes.categories import CATEGORIES
from episodes.feeds.document import FeedPerson
from episodes.models import Show
from episodes.models.show import PODCAST_NAMESPACE
from episodes.names import free_slug, is_web_address
from episodes.notes.document import Finding
from episodes.people import find_or_create_person
from episodes.reports import FileReport, Outcome
from showsite.feed_import.document import ParsedChannel
from showsite.feed_import.markup import FeedError
from showsite.feed_import.merging import merge
from showsite.feed_import.models import FeedImport
from showsite.feed_import.notes import text_of

HOSTS: Final = frozenset({"host", "co-host"})
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_YEARS: Final = re.compile(
    r"\s*(?:copyright|\(c\)|©|℗|[0-9]{4}(?:\s?[-–]\s?(?:[0-9]{4}|present))?|,)\s*", re.IGNORECASE
)


def find_show(channel: ParsedChannel, url: str) -> Show | None:
    """The show that came from this feed before, or that has its podcast:guid; of a file with neither, its title."""
    known = FeedImport.objects.select_related("show")
    if url and (same := known.filter(url=url).first()):
        return same.show
    if guid := guid_of(channel):
        return Show.objects.filter(guid=guid).first()
    named = known.filter(url=url, values__title=channel.title[:255]).first()
    return named.show if named else None


def guid_of(channel: ParsedChannel) -> uuid.UUID | None:
    """The feed's podcast:guid; without one that which everybody computes from the feed's address."""
    try:
        return uuid.UUID(channel.guid)
    except ValueError:
        address = channel.feed_url.partition("://")[2].strip("/")
        return uuid.uuid5(PODCAST_NAMESPACE, address) if address else None


def new_show(channel: ParsedChannel, site_address: str) -> Show:
    """A show to be saved. Raises ``FeedError`` where its address is no good, or another show's."""
    host_name = urlsplit(site_address).hostname or ""
    show = Show(
        title=channel.title[:255] or "Untitled show",
        slug=free_slug(channel.title, Show.objects.values_list("slug", flat=True)),
        site_address=site_address.rstrip("/"),
        host_name=host_name,
    )
    if (guid := guid_of(channel)) is not None:
        show.guid = guid
    try:
        show.clean_fields(exclude={field.name for field in show._meta.fields} - {"site_address", "host_name"})
    except ValidationError as error:
        raise FeedError(f"The show needs an address: {' '.join(error.messages)}") from error
    other = Show.objects.filter(host_name=host_name).first()
    if other is not None:
        raise FeedError(f"“{other}” already lives at {host_name}: give the new show an address of its own.")
    return show


def apply_channel(show: Show, channel: ParsedChannel, url: str) -> FileReport:
    """Write what the feed says of the show where nobody said otherwise here."""
    known = FeedImport.objects.filter(show=show).first() if show.pk else None
    is_new = show.pk is None
    merged = merge(show, _values(channel), known.values if known else {})
    for name, value in merged.changes.items():
        setattr(show, name, value)
    if is_new or merged.changes:
        show.save()
    people = [person.name for person in channel.people if person.role in HOSTS]
    joined = _add_hosts(show, channel.people, set(known.values.get("people", ())) if known else set())
    values = {**merged.values, "people": people}
    if known is None or known.values != values or (url and known.url != url):
        FeedImport.objects.update_or_create(
            show=show, defaults={"values": values, "url": url or (known.url if known else "")}
        )
    outcome = Outcome.UNCHANGED if not (merged.changes or joined) else Outcome.UPDATED
    return FileReport(
        path="show",
        outcome=Outcome.CREATED if is_new else outcome,
        what=f"{show} ({show.slug})",
        findings=(*_findings(channel), *kept_findings(merged.kept)),
    )


def kept_findings(names: tuple[str, ...]) -> tuple[Finding, ...]:
    if not names:
        return ()
    fields = ", ".join(name.replace("_", " ") for name in names)
    return (
        Finding(
            line=0,
            code="edited-here",
            message=f"The feed says otherwise, but this was edited here: {fields}.",
        ),
    )


def _values(channel: ParsedChannel) -> dict[str, Any]:
    """The fields of the show; what the feed does not say is left out."""
    said = {
        "title": channel.title[:255],
        "description": text_of(channel.description)[:4000],
        "language": _language(channel.language),
        "author": channel.author[:255],
        "owner_name": channel.owner_name[:255],
        "owner_email": _email(channel.owner_email),
        "categories": [name for name in dict.fromkeys(channel.categories) if name in CATEGORIES],
        "explicit": channel.explicit,
        "licence": channel.licence[:80],
        "licence_url": channel.licence_url if is_web_address(channel.licence_url, 200) else "",
        "copyright": _YEARS.sub(" ", channel.copyright).strip()[:255],
    }
    return {name: value for name, value in said.items() if value}


def _findings(channel: ParsedChannel) -> tuple[Finding, ...]:
    unknown = [name for name in channel.categories if name not in CATEGORIES]
    if not unknown:
        return ()
    message = f"Apple has no such category, so it is left out: {', '.join(unknown)[:200]}."
    return (Finding(line=0, code="unknown-category", message=message),)


def _language(code: str) -> str:
    """As the show keeps it: the language small, the region as the feed writes it."""
    language, dash, region = code.strip().replace("_", "-")[:12].partition("-")
    whole = f"{language.lower()}{dash}{region}"
    return whole if _LANGUAGE.fullmatch(whole) else ""


def _email(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _add_hosts(show: Show, people: tuple[FeedPerson, ...], before: set[str]) -> int:
    """Hosts whom the feed names for the first time; one who was taken out here does not come back."""
    known = set(show.show_hosts.values_list("person_id", flat=True))
    added = 0
    for order, host in enumerate(person for person in people if person.role in HOSTS):
        if host.name in before:
            continue
        person = find_or_create_person(host.name, host.url, show)
        if person.pk not in known:
            show.show_hosts.create(person=person, order=order)
            known.add(person.pk)
            added += 1
    return added
