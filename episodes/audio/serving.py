"""What the public gets of an episode's audio: tagged once, at publishing, and copied to where everybody can fetch it.

The file as it came stays as it is. A tagged copy is an object of its own, under a key that holds its hash; the row
speaks of it from one statement on. Each step can be repeated, and picks up what an earlier try left undone.
"""

from __future__ import annotations

import logging
import tempfile
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from episodes.audio.digests import digests_of
from episodes.audio.tags import TAGGABLE, Artwork, AudioTags, CannotTag, TagChapter, write_tags
from episodes.languages import speaking_for
from episodes.models import Episode
from episodes.public_pictures import withdraw_pictures
from episodes.rundown import rundown
from episodes.storage import NOT_STORED, media_storage

log = logging.getLogger(__name__)

PICTURES: Final = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))


def serve_files(episode: Episode) -> None:
    """After an episode was saved, published, scheduled or withdrawn: bring its files in order, in the background."""
    if not (episode.has_audio or episode.artwork or episode.note_pictures.exists()):
        return
    transaction.on_commit(partial(prepare_files_of.enqueue, episode.pk))
    if episode.published_at and not episode.is_published():
        later = prepare_files_of.using(run_after=episode.published_at)
        transaction.on_commit(partial(later.enqueue, episode.pk))


@task()
def prepare_files_of(pk: int, tries: int = 0) -> str:
    """What ``prepare_audio`` does; again later where the store does not answer."""
    episode = Episode.objects.filter(pk=pk).select_related("show").first()
    if episode is None:
        return "gone"
    try:
        prepare_audio(episode)
        if not episode.is_published():
            withdraw_pictures(episode)
    except NOT_STORED as error:
        if tries >= len(BACKOFF):
            raise
        log.warning("The audio of %s waits for the storage: %s", episode, error)
        later = prepare_files_of.using(run_after=timezone.now() + BACKOFF[tries])
        later.enqueue(pk, tries + 1)
        return "waiting"
    return "public" if episode.audio_is_public else "private"


@task()
def tag_again(pk: int) -> str:
    """On a host's word: a new object with the title and chapters of today."""
    episode = Episode.objects.filter(pk=pk).select_related("show").first()
    if episode is None or not episode.has_audio:
        return "gone"
    tag_audio(episode)
    prepare_audio(episode)
    return episode.audio_key


def prepare_audio(episode: Episode) -> None:
    """Tag what is published or scheduled and was not served yet; make public what is published, and only that.

    A file that listeners have already, such as an imported one, is not touched. Raises what the store's client raises.
    """
    if not episode.has_audio:
        return
    if episode.published_at and not (episode.audio_tags_hash or episode.audio_is_public):
        with suppress(CannotTag):
            tag_audio(episode)
    if episode.is_published():
        make_public(episode)
    elif episode.audio_is_public:
        make_private(episode)


def to_be_served() -> QuerySet[Episode]:
    """Episodes whose files do not match their state: for the command that looks after all of them."""
    now = timezone.now()
    hidden = Q(published_at__gt=now) | Q(published_at__isnull=True)
    untagged = Q(
        audio_tags_hash="", audio_is_public=False, audio_type__in=TAGGABLE, published_at__isnull=False
    )
    public = Q(audio_is_public=False, published_at__lte=now)
    return Episode.objects.with_audio().filter(public | untagged | (hidden & Q(audio_is_public=True)))


def make_public(episode: Episode) -> None:
    key = episode.audio_key
    if not episode.audio_is_public or not media_storage().is_public(key):
        media_storage().publish(key, episode.audio_type)
        _set(episode, key, audio_is_public=True)


def make_private(episode: Episode) -> None:
    """Take the public copy away, unless another published episode is the same file."""
    key = episode.audio_key
    others = Episode.objects.published().filter(audio_key=key).exclude(pk=episode.pk)
    if not others.exists():
        media_storage().withdraw(key)
    _set(episode, key, audio_is_public=False)


def tag_audio(episode: Episode) -> None:
    """Write the tags of today into a copy of the original, and serve that. Raises ``CannotTag``."""
    tags = wanted_tags(episode)
    original = episode.audio_original_key or episode.audio_key
    with tempfile.TemporaryFile() as copy:
        _fetch(original, copy)
        write_tags(copy, episode.audio_type, tags)
        digests = digests_of(copy)
        key = f"audio/{digests.sha256}{PurePosixPath(original).suffix}"
        if not media_storage().exists(key):
            copy.seek(0)
            media_storage().put(key, copy, episode.audio_type)
    before, was_public = episode.audio_key, episode.audio_is_public
    changed = _set(
        episode,
        before,
        audio_key=key,
        audio_bytes=digests.size,
        audio_hash=digests.sha256,
        audio_integrity=digests.integrity,
        audio_original_key=original,
        audio_tags_hash=tags.hash,
        audio_is_public=was_public and key == before,
    )
    if changed and was_public and key != before:
        make_public(
            episode
        )  # the old copy stays for downloads that have begun; ``publish_audio`` tidies it away


def has_other_tags(episode: Episode) -> bool:
    """Whether the served object says something else than the episode does now."""
    return bool(episode.audio_tags_hash) and episode.audio_tags_hash != wanted_tags(episode).hash


def wanted_tags(episode: Episode) -> AudioTags:
    show = episode.show
    zone = ZoneInfo(show.time_zone)
    return AudioTags(
        title=episode.title,
        show=show.title,
        author=show.author,
        number=episode.number,
        published_on=episode.published_at.astimezone(zone).date() if episode.published_at else None,
        url=show.absolute(episode.get_absolute_url()),
        summary=episode.summary,
        language=show.language,
        duration=episode.audio_duration or timedelta(0),
        chapters=tuple(_chapters(episode)),
        artwork=_artwork(episode),
    )


def _chapters(episode: Episode) -> list[TagChapter]:
    whole = Episode.objects.select_related("show").for_page().get(pk=episode.pk)
    with speaking_for(episode.show):
        return [
            TagChapter(start=item.segment.start, title=item.contents_title, url=item.url)
            for item in rundown(whole).by_start
            if item.segment.start is not None
        ]


def _artwork(episode: Episode) -> Artwork | None:
    """The episode's picture, or the show's. A picture that went missing is no reason to publish no audio."""
    picture = episode.artwork or episode.show.artwork
    media_type = PICTURES.get(PurePosixPath(picture.name or "").suffix.lower(), "")
    if not picture or not media_type:
        return None
    try:
        with media_storage().open(picture.name) as file:
            return Artwork(data=file.read(), media_type=media_type)
    except NOT_STORED:
        log.warning("%s is tagged without its picture: %s is not in the storage.", episode, picture.name)
        return None


def _fetch(key: str, into: IO[bytes]) -> None:
    with media_storage().open(key) as stored:
        for block in stored.chunks():
            into.write(block)


def _set(episode: Episode, key: str, **values: object) -> bool:
    """Change the audio's fields in one statement, unless somebody has given the episode another file meanwhile."""
    changed = Episode.objects.filter(pk=episode.pk, audio_key=key).update(**values)
    if changed:
        for name, value in values.items():
            setattr(episode, name, value)
    return bool(changed)
