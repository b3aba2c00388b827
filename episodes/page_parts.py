"""What pages show of the parts of an episode: values alone, of which fragments are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from django.utils.safestring import SafeString

from episodes.mentions import Mentions
from episodes.models import Episode
from episodes.rundown import Item, Rundown
from episodes.voices import Voice


@dataclass(frozen=True, kw_only=True)
class ShownShow:
    language: str
    site_address: str


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


def around(episode: Episode) -> Around:
    show = episode.show
    return {
        "show": ShownShow(language=show.language, site_address=show.site_address),
        "episode": ShownEpisode(
            audio_url=episode.audio_url if episode.has_audio else "",
            is_dated=episode.published_at is not None,
        ),
    }


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
