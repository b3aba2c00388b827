"""What search engines read of a page: https://schema.org, as JSON-LD."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from episodes.models import Episode, Person, Show
from episodes.rundown import Item, Rundown

Data = dict[str, Any]


def series(show: Show) -> Data:
    return _said(
        {
            "@type": "PodcastSeries",
            "@id": show.absolute("/"),
            "url": show.absolute("/"),
            "name": show.title,
            "description": show.description,
            "webFeed": show.feed_url,
            "inLanguage": show.language,
            "license": show.licence_url,
            "image": show.absolute(show.artwork.url) if show.artwork else "",
            "author": [person(show, host) for host in show.regular_hosts],
        }
    )


def episode_page(runs: Rundown) -> Data:
    """The episode, its audio and its parts, each with the second at which it starts."""
    episode, show = runs.episode, runs.episode.show
    return _said(
        {
            **_episode(episode),
            "description": episode.summary,
            "image": show.absolute(episode.card_url),
            "associatedMedia": _audio(episode),
            "partOfSeries": series(show),
            "actor": [person(show, credit.person) for credit in episode.credits.all()],
            "keywords": [topic.name for topic in episode.topics.all()],
            "hasPart": [clip(item) for item in runs.by_start],
        }
    )


def segment_page(item: Item) -> Data:
    """A part, and the episode to which it belongs."""
    episode = item.segment.episode
    whole = _said(
        {**_episode(episode), "associatedMedia": _audio(episode), "partOfSeries": series(episode.show)}
    )
    return {**clip(item), "description": item.summary, "partOfEpisode": whole}


def clip(item: Item) -> Data:
    show, start = item.segment.episode.show, item.segment.start
    return _said(
        {
            "@type": "Clip",
            "name": item.contents_title,
            "url": show.absolute(item.segment.page_url),
            "startOffset": _seconds(start),
            "endOffset": _seconds(item.end),
        }
    )


def person(show: Show, person: Person) -> Data:
    return _said(
        {
            "@type": "Person",
            "name": person.name,
            "url": show.absolute(person.get_absolute_url()),
            "description": person.bio,
            "image": show.absolute(person.picture.url) if person.picture else "",
        }
    )


def _episode(episode: Episode) -> Data:
    return {
        "@type": "PodcastEpisode",
        "url": episode.show.absolute(episode.get_absolute_url()),
        "name": episode.title,
        "episodeNumber": episode.number,
        "datePublished": episode.published_at.isoformat() if episode.published_at else "",
        "timeRequired": _length(episode.audio_duration),
    }


def _audio(episode: Episode) -> Data | None:
    if not episode.has_audio:
        return None
    return {
        "@type": "AudioObject",
        "contentUrl": episode.show.absolute(episode.audio_url),
        "encodingFormat": episode.audio_type,
        "contentSize": str(episode.audio_bytes),
        "duration": _length(episode.audio_duration),
    }


def _seconds(time: timedelta | None) -> int | None:
    return int(time.total_seconds()) if time is not None else None


def _length(time: timedelta | None) -> str:
    """As ISO 8601 writes it: PT2092S."""
    return f"PT{int(time.total_seconds())}S" if time is not None else ""


def _said(values: Data) -> Data:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
