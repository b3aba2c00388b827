"""Rows -> what the feed says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from episodes.feeds.chapters import Chapter
from episodes.feeds.document import (
    AlternateEnclosure,
    FeedChannel,
    FeedItem,
    FeedLicence,
    FeedLink,
    FeedLocation,
    FeedPerson,
    FeedSoundbite,
    FeedText,
    FeedTrailer,
    FeedTranscript,
    RemoteShow,
)
from episodes.feeds.show_notes import body, opening, shorten
from episodes.models import Credit, Episode, Person, Show
from episodes.roles import GROUPS
from episodes.rundown import Item, web_url
from episodes.transcript_types import CAPTIONS, MEDIA_TYPES, TIMELESS

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

LONGEST_LABEL: Final = 128
MOST_TRAILERS: Final = 20
HOST: Final = Credit.Role.HOST


def hosts_of(show: Show) -> tuple[FeedPerson, ...]:
    return tuple(_person(show, host, HOST) for host in show.regular_hosts)


def channel_of(show: Show, hosts: tuple[FeedPerson, ...]) -> FeedChannel:
    """What the show says of itself: five queries, for what may stand in a feed several times."""
    return FeedChannel(
        title=show.title,
        link=show.absolute(show.get_absolute_url()),
        feed_url=show.feed_url,
        description=shorten(show.description),
        language=show.language,
        guid=str(show.guid),
        copyright=show.copyright,
        image=_picture(show, show.artwork),
        author=show.author,
        owner_name=show.owner_name,
        owner_email=show.owner_email,
        categories=tuple(show.categories),
        explicit=show.explicit,
        show_type=show.show_type,
        blocked=show.blocked,
        complete=show.complete,
        new_feed_url=show.new_feed_url,
        locked=show.locked,
        people=hosts,
        fundings=tuple(FeedLink(url=way.url, text=way.text) for way in show.fundings.all()),
        location=_location(show),
        licence=FeedLicence(name=show.licence, url=show.licence_url) if show.licence else None,
        texts=tuple(FeedText(text=text.text, purpose=text.purpose) for text in show.feed_texts.all()),
        update_frequency=show.update_frequency,
        update_rule=show.update_rule,
        podroll=tuple(
            RemoteShow(guid=str(entry.feed_guid), feed_url=entry.feed_url, title=entry.title)
            for entry in show.podroll.all()
        ),
        trailers=tuple(_trailers(show)),
    )


def _location(show: Show) -> FeedLocation | None:
    if not show.location:
        return None
    return FeedLocation(name=show.location, geo=show.location_geo, osm=show.location_osm)


def _trailers(show: Show) -> Iterator[FeedTrailer]:
    trailers = show.episodes.published().with_audio().filter(episode_type=Episode.Type.TRAILER)
    for episode in trailers.newest_first()[:MOST_TRAILERS]:
        episode.show = show
        if episode.enclosure and episode.published_at:
            yield FeedTrailer(
                title=episode.title[:LONGEST_LABEL],
                enclosure=episode.enclosure,
                published_at=episode.published_at,
                season=episode.season,
            )


def items_of(
    show: Show,
    episodes: Iterable[Episode],
    hosts: tuple[FeedPerson, ...],
    additions: Mapping[int, str] | None = None,
) -> Iterator[FeedItem]:
    """An item for each episode that is public or scheduled and has audio: others have nothing to announce.

    ``additions`` is safe HTML that goes below an episode's notes, by its id.
    """
    seasons = {season.number: season.name for season in show.seasons.all()}
    for episode in episodes:
        episode.show = show
        if not episode.enclosure or not episode.published_at:
            continue
        page = show.absolute(episode.get_absolute_url())
        chapters = _chapters(episode)
        people = _people(show, episode, hosts)
        yield FeedItem(
            title=episode.title,
            link=page,
            guid=episode.guid,
            published_at=episode.published_at,
            enclosure=episode.enclosure,
            description=shorten(episode.summary) or opening(episode.notes_html),
            body=body(
                episode.notes_html, page=page, chapters=chapters, sponsors=_sponsors(episode), people=people
            )
            + (additions or {}).get(episode.pk, ""),
            duration=episode.audio_duration,
            explicit=episode.is_explicit,
            blocked=episode.blocked,
            episode_type=episode.episode_type,
            season=episode.season,
            season_name=seasons.get(episode.season or 0, ""),
            number=episode.number,
            number_display=episode.number_display,
            image=_picture(show, episode.artwork),
            transcripts=_transcripts(show, episode),
            chapters_url=show.absolute(episode.chapters_url) if chapters else "",
            chapters=chapters,
            people=people,
            soundbites=_soundbites(episode),
            content_links=tuple(
                FeedLink(url=link.url, text=link.text) for link in episode.content_links.all()
            ),
            alternate=_alternate(episode),
        )


def _chapters(episode: Episode) -> tuple[Chapter, ...]:
    """The same as those of the chapters document."""
    parts = (Item(segment=segment) for segment in episode.chapters)
    return tuple(
        Chapter(start=start, title=part.contents_title, url=part.url)
        for part in parts
        if (start := part.segment.start) is not None
    )


def _transcripts(show: Show, episode: Episode) -> tuple[FeedTranscript, ...]:
    return tuple(
        FeedTranscript(
            url=show.absolute(episode.transcript_file_url(form)),
            media_type=media_type,
            language=transcript.language,
            captions=form in CAPTIONS,
        )
        for transcript in episode.transcripts.all()
        if transcript.chosen
        for form, media_type in MEDIA_TYPES.items()
        if transcript.has_times or form in TIMELESS
    )


def _soundbites(episode: Episode) -> tuple[FeedSoundbite, ...]:
    """Those that a host has accepted and that lie within the audio."""
    length = episode.audio_duration or timedelta(0)
    return tuple(
        FeedSoundbite(start=bite.start, duration=bite.duration, title=bite.title)
        for bite in episode.soundbites.all()
        if bite.accepted and bite.start + bite.duration <= length
    )


def _alternate(episode: Episode) -> AlternateEnclosure | None:
    """The enclosure once more, with what an app needs to check the file that it got."""
    if not episode.enclosure or not episode.audio_integrity:
        return None
    seconds = episode.audio_duration.total_seconds() if episode.audio_duration else 0
    return AlternateEnclosure(
        enclosure=episode.enclosure,
        integrity=episode.audio_integrity,
        bitrate=round(episode.enclosure.length * 8 / seconds) if seconds else None,
    )


def _sponsors(episode: Episode) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(
            text=sponsorship.title or sponsorship.sponsor.name,
            url=web_url(sponsorship.url or sponsorship.sponsor.url),
        )
        for sponsorship in episode.sponsorships.all()
    )


def _people(show: Show, episode: Episode, hosts: tuple[FeedPerson, ...]) -> tuple[FeedPerson, ...]:
    """Persons of an item replace the channel's wholly: where only guests are credited, hosts join them."""
    credited = tuple(
        _person(show, credit.person, credit.role) for credit in episode.credits.all() if credit.role in GROUPS
    )
    if not credited or any(person.role == HOST for person in credited):
        return credited
    return hosts + credited


def _person(show: Show, person: Person, role: str) -> FeedPerson:
    return FeedPerson(
        name=person.name,
        role=role,
        group=GROUPS[role],
        url=show.absolute(person.get_absolute_url()),
        picture=_picture(show, person.picture),
    )


def _picture(show: Show, picture: FieldFile) -> str:
    return show.absolute(picture.url) if picture else ""
