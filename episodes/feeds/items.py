"""Rows -> what the feed says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from episodes.feeds.chapters import Chapter
from episodes.feeds.document import FeedChannel, FeedItem, FeedPerson, FeedTranscript
from episodes.feeds.show_notes import body, opening, shorten
from episodes.models import Credit, Episode, Person, Show
from episodes.rundown import Item

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

# What the namespace's list of roles has a word for.
ROLES: Final = (Credit.Role.HOST, Credit.Role.GUEST)


def hosts_of(show: Show) -> tuple[FeedPerson, ...]:
    return tuple(_person(show, host, Credit.Role.HOST) for host in show.regular_hosts)


def channel_of(show: Show, hosts: tuple[FeedPerson, ...]) -> FeedChannel:
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
        people=hosts,
    )


def items_of(show: Show, episodes: Iterable[Episode], hosts: tuple[FeedPerson, ...]) -> Iterator[FeedItem]:
    """An item for each episode that is public or scheduled and has audio: others have nothing to announce."""
    for episode in episodes:
        page = show.absolute(episode.get_absolute_url())
        chapters = _chapters(episode)
        if episode.enclosure and episode.published_at:
            yield FeedItem(
                title=episode.title,
                link=page,
                guid=episode.guid,
                published_at=episode.published_at,
                enclosure=episode.enclosure,
                description=shorten(episode.summary) or opening(episode.notes_html),
                body=body(episode.notes_html, chapters, page),
                duration=episode.audio_duration,
                explicit=episode.is_explicit,
                episode_type=episode.episode_type,
                season=episode.season,
                number=episode.number,
                image=_picture(show, episode.artwork),
                transcripts=_transcripts(show, episode),
                chapters_url=show.absolute(episode.chapters_url) if chapters else "",
                chapters=chapters,
                people=_people(show, episode, hosts),
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
            url=show.absolute(episode.transcript_vtt_url), media_type="text/vtt", language=transcript.language
        )
        for transcript in episode.transcripts.all()
        if transcript.chosen and transcript.has_times
    )


def _people(show: Show, episode: Episode, hosts: tuple[FeedPerson, ...]) -> tuple[FeedPerson, ...]:
    """Persons of an item replace the channel's wholly: where only guests are credited, hosts join them."""
    credited = tuple(
        _person(show, credit.person, credit.role) for credit in episode.credits.all() if credit.role in ROLES
    )
    if not credited or any(person.role == Credit.Role.HOST for person in credited):
        return credited
    return hosts + credited


def _person(show: Show, person: Person, role: str) -> FeedPerson:
    return FeedPerson(
        name=person.name,
        role=role,
        url=show.absolute(person.get_absolute_url()),
        picture=_picture(show, person.picture),
    )


def _picture(show: Show, picture: FieldFile) -> str:
    return show.absolute(picture.url) if picture else ""
