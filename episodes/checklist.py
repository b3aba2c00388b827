"""An episode's checks, read from its rows, its notes and the storage; and which of them a host has waived."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from episodes.checks import (
    Booked,
    Check,
    check_audio,
    check_feed,
    check_html,
    check_links,
    check_number,
    check_people,
    check_private,
    check_sponsors,
    check_stored,
    check_title,
    check_transcript,
    lacks_payment,
)
from episodes.feeds.document import FeedItem
from episodes.feeds.items import hosts_of, items_of
from episodes.link_checking import FRESH, links_of, unasked
from episodes.models import Booking, Episode, LinkCheck, Recording, Waiver
from episodes.names import free_slug
from episodes.note_pictures import remembered_pictures
from episodes.notes.parser import parse_notes
from episodes.notes.renderer import NotesTooHard, named_pictures, render
from episodes.storage import NOT_STORED, media_storage
from episodes.timestamps import format_timestamp

PICTURE: Final = re.compile(r"<img\b[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Checklist:
    checks: tuple[Check, ...]
    waivers: Mapping[str, Waiver]

    @property
    def rows(self) -> list[tuple[Check, Waiver | None]]:
        """Each with its waiver, where it needs one."""
        return [(one, self.waivers.get(one.code) if one.blocks else None) for one in self.checks]

    @property
    def blocking(self) -> list[Check]:
        """What must be put right, or waived, before the episode goes out."""
        return [check for check, waiver in self.rows if check.blocks and not waiver]

    @property
    def is_green(self) -> bool:
        return not self.blocking


def checklist(episode: Episode, at: datetime | None = None) -> Checklist:
    """As if it went out at a moment: when it is to go out, or now."""
    waivers = {waiver.code: waiver for waiver in episode.waivers.select_related("by")}
    return Checklist(checks=tuple(checks(episode, at)), waivers=waivers)


def checks(episode: Episode, at: datetime | None = None) -> list[Check]:
    at = at or episode.published_at or timezone.now()
    return [
        check_title(episode.title, episode.summary),
        _number(episode),
        _audio(episode),
        _stored(episode),
        _transcript(episode),
        _people(episode),
        _sponsors(episode, at),
        _links(episode),
        _private(episode),
        check_feed(
            feed_item(episode, at),
            show=episode.show.title,
            has_artwork=bool(episode.artwork or episode.show.artwork),
        ),
        _html(episode),
    ]


def feed_item(episode: Episode, at: datetime) -> FeedItem | None:
    """What the feed would say of it, went it out at that moment; None as long as there is no audio."""
    show = episode.show
    as_published = Episode.objects.for_feed().get(pk=episode.pk)
    as_published.published_at = at
    as_published.slug = as_published.slug or free_slug(as_published.title, (), longest=120)
    return next(items_of(show, [as_published], hosts_of(show)), None)


def _number(episode: Episode) -> Check:
    others = episode.show.episodes.exclude(pk=episode.pk).exclude(number=None)
    numbers = set(others.values_list("number", flat=True))
    is_full = episode.episode_type == Episode.Type.FULL
    return check_number(episode.number, {number for number in numbers if number is not None}, is_full=is_full)


def _audio(episode: Episode) -> Check:
    length = format_timestamp(episode.audio_duration) if episode.audio_duration else ""
    newest = episode.recordings.first()
    if newest is None or newest.is_abandoned:
        return check_audio(length)
    if newest.state in (Recording.State.UPLOADING, Recording.State.WAITING):
        return check_audio(length, upload=newest.get_state_display())
    return check_audio(length, refusal=newest.refusal, problems=newest.problems)


def _stored(episode: Episode) -> Check:
    if not episode.has_audio or episode.audio_bytes is None:
        return check_stored(None, None)
    said = (episode.audio_bytes, episode.audio_type)
    try:
        return check_stored(said, media_storage().facts(episode.audio_key))
    except NOT_STORED:
        return check_stored(said, None, asked=False)


def _transcript(episode: Episode) -> Check:
    chosen = episode.transcripts.filter(chosen=True).first()
    return check_transcript(is_there=chosen is not None, has_times=bool(chosen and chosen.has_times))


def _people(episode: Episode) -> Check:
    unknown = episode.segments.filter(person=None).exclude(host_name="").values_list("host_name", flat=True)
    chosen = episode.transcripts.filter(chosen=True).first()
    speakers = chosen.speakers.filter(person=None).values_list("label", flat=True) if chosen else ()
    return check_people(unknown, speakers, credited=episode.credits.exists())


def _sponsors(episode: Episode, at: datetime) -> Check:
    day = at.astimezone(ZoneInfo(episode.show.time_zone)).date()
    sponsors = [row.sponsor for row in episode.sponsorships.select_related("sponsor")]
    booked: dict[int, list[Booked]] = {}
    for row in Booking.objects.filter(show=episode.show, sponsor__in=sponsors):
        one = Booked(first_day=row.first_day, last_day=row.last_day, is_paid=row.paid_on is not None)
        booked.setdefault(row.sponsor_id, []).append(one)
    lacking = [(one, lacks_payment(one.name, day, booked.get(one.pk, ()))) for one in sponsors]
    first = next((sponsor for sponsor, reason in lacking if reason), None)
    return check_sponsors(
        [reason for _sponsor, reason in lacking if reason],
        len(sponsors),
        has_bookings=episode.show.bookings.exists(),
        where=reverse("admin:episodes_sponsor_change", args=[first.pk]) if first else "",
    )


def _links(episode: Episode) -> Check:
    links = links_of(Episode.objects.filter(pk=episode.pk))
    broken = LinkCheck.objects.filter(url__in=links).exclude(problem="")
    waiting = unasked(links, timezone.now() - FRESH)
    return check_links(len(links), list(broken.values_list("url", "problem")), len(waiting))


def _private(episode: Episode) -> Check:
    findings = parse_notes(episode.notes).findings
    return check_private([(one.line, one.message) for one in findings if one.code == "private-text"])


def _html(episode: Episode) -> Check:
    """The renderer is the only writer of the stored HTML: where it writes the same again, its allow-list holds."""
    try:
        body = parse_notes(episode.notes).body
        html = str(render(body, pictures=remembered_pictures(episode, named_pictures(body))))
    except NotesTooHard as error:
        refusal = _("Line %(line)s: %(message)s") % {"line": error.line, "message": error.message}
        return check_html(refusal, is_current=False)
    return check_html("", is_current=html == episode.notes_html, pictures=_pictures(episode, html))


def _pictures(episode: Episode, html: str) -> list[str]:
    bare = any(not _has_words(one) for one in PICTURE.findall(html))
    return [
        *([_("A picture has no description.")] if bare else []),
        *(
            _("Not here, so pages show a link: %(url)s %(problem)s")
            % {"url": one.url, "problem": one.problem}
            for one in episode.note_pictures.filter(key="")
        ),
    ]


def _has_words(picture: str) -> bool:
    return bool(re.search(r'\balt="[^"]', picture))
