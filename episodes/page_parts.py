"""What pages show of the parts of an episode: values alone, of which fragments are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from django.utils.safestring import SafeString

from episodes.mentions import Mentions
from episodes.models import Episode, Show
from episodes.rundown import Item, Rundown
from episodes.voices import Voice


@dataclass(frozen=True, kw_only=True)
class ShownShow:
    """``artwork_url``: "" where there is no picture."""

    title: str
    language: str
    site_address: str
    artwork_url: str


@dataclass(frozen=True, kw_only=True)
class ShownEpisode:
    """``audio_url``: "" where there is no audio."""

    audio_url: str
    is_dated: bool


@dataclass(frozen=True, kw_only=True)
class ShownVoice:
    name: str
    lane: int
    url: str


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    """``form`` names the template. ``page_url``: "" where the part has no page of its own. ``paid_text``: None where
    nobody pays."""

    form: str
    slug: str
    mark: str
    title: str
    url: str
    html: SafeString
    start: timedelta | None
    start_text: str
    start_is_found: bool
    length: timedelta | None
    voice: ShownVoice | None
    page_url: str
    paid_text: str | None
    mentions: Mentions | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the contents."""

    slug: str
    mark: str
    title: str
    start: timedelta | None
    start_text: str


class Around(TypedDict):
    """What the templates of all parts are given."""

    show: ShownShow
    episode: ShownEpisode


@dataclass(frozen=True, kw_only=True)
class ShownPlayer:
    """An episode in the player. ``track`` is what lies behind its slider."""

    address: str
    title: str
    name: str
    url: str
    short_url: str
    embed_url: str
    audio_url: str
    audio_duration: timedelta | None
    duration_text: str
    track: SafeString


def around(episode: Episode) -> Around:
    return {
        "show": shown_show(episode.show),
        "episode": ShownEpisode(
            audio_url=episode.audio_url if episode.has_audio else "",
            is_dated=episode.published_at is not None,
        ),
    }


def shown_show(show: Show) -> ShownShow:
    return ShownShow(
        title=show.title,
        language=show.language,
        site_address=show.site_address,
        artwork_url=show.artwork.url if show.artwork else "",
    )


def shown_player(episode: Episode, track: SafeString) -> ShownPlayer:
    return ShownPlayer(
        address=episode.address,
        title=episode.title,
        name=str(episode),
        url=episode.get_absolute_url(),
        short_url=episode.short_url,
        embed_url=episode.embed_url,
        audio_url=episode.audio_url,
        audio_duration=episode.audio_duration,
        duration_text=episode.duration_text,
        track=track,
    )


def shown_parts(runs: Rundown, mentions: Mapping[int, Mentions]) -> list[ShownPart]:
    """In their order; a list of links is left out, because the page writes it itself."""
    return [_shown(item, form, mentions.get(item.segment.pk)) for item in runs.items if (form := _form(item))]


def entries(items: Iterable[Item]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            slug=item.segment.slug,
            mark=item.mark,
            title=item.contents_title,
            start=item.segment.start,
            start_text=item.segment.start_text,
        )
        for item in items
    )


def _form(item: Item) -> str:
    if item.is_sponsor:
        return "sponsor"
    if item.is_untitled_intro:
        return "intro" if item.segment.html else ""
    if item.continues:
        return "continued" if item.segment.html else ""
    return "" if item.is_list_of_links else "segment"


def _shown(item: Item, form: str, mentions: Mentions | None) -> ShownPart:
    segment = item.segment
    return ShownPart(
        form=form,
        slug=segment.slug,
        mark=item.mark,
        title=item.title,
        url=item.url,
        html=segment.body,
        start=segment.start,
        start_text=segment.start_text,
        start_is_found=segment.start_is_found,
        length=item.length,
        voice=_shown_voice(item.voice) if item.voice else None,
        page_url=segment.page_url if segment.has_page else "",
        paid_text=item.sponsorship.text if item.is_sponsor and item.sponsorship else None,
        mentions=mentions,
    )


def _shown_voice(voice: Voice) -> ShownVoice:
    return ShownVoice(name=voice.name, lane=voice.lane, url=voice.url)
