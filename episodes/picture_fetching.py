"""Pictures that notes name -> our storage, in the background; then the notes that name them show them.

Until then, and for good where there is none to be had, notes show a link: no reader's browser ever asks a stranger.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from episodes import fetching
from episodes.announcing import announce_episode
from episodes.fetching import FetchError, fetch_bytes
from episodes.models import Episode, NotePicture
from episodes.models.note_picture import BACKOFF
from episodes.notes.apply import apply_notes
from episodes.notes.renderer import NotesTooHard
from episodes.picture_files import NotAPicture, PictureFile, fit
from episodes.placed_pictures import keep_file
from episodes.public_pictures import NOTES, is_for_the_public
from episodes.storage import NOT_STORED, media_storage

log = logging.getLogger(__name__)

State = NotePicture.State
# Feeds and pages that somebody keeps name a picture for a while after it has gone.
GRACE: Final = timedelta(days=1)


def fetch_pictures_soon(episode: Episode) -> None:
    """After an episode's notes were applied: fetch what they name and we do not have."""
    if NotePicture.objects.waiting().named_by(episode.pk).exists():
        transaction.on_commit(partial(fetch_pictures_of.enqueue, episode.pk))


@task(priority=-5)
def fetch_pictures_of(pk: int) -> str:
    """Those whose time has come; again later for what may work another time."""
    now = timezone.now()
    tried = [one for one in NotePicture.objects.waiting().named_by(pk) if one.is_due(now)]
    changed = [one for one in tried if fetch_picture(one)]
    # Also where nothing came: another episode's task may have fetched one while these notes were applied.
    apply_again(sorted({pk, *naming(changed)}))
    if times := [one.due_at for one in tried if one.due_at]:
        fetch_pictures_of.using(run_after=min(times)).enqueue(pk)
    return f"{len(changed)} of {len(tried)} fetched"


def fetch_picture(picture: NotePicture) -> bool:
    """Try once, and note what came of it. Whether there is another picture now."""
    before = picture.key
    picture.tries, picture.tried_at = picture.tries + 1, timezone.now()
    try:
        data, _ = fetch_bytes(picture.url, fetching.PICTURE)
        _keep(picture, fit(data))
    except FetchError as error:
        _failed(picture, str(error), is_final=error.is_final)
    except NotAPicture as error:
        _failed(picture, str(error), is_final=True)
    except NOT_STORED as error:
        log.warning("A picture waits for the storage: %s", error)
        _failed(picture, "The object storage does not answer.", is_final=False)
    # Only what is ours to say: the row may have been named by another episode meanwhile.
    picture.save(update_fields=["state", "key", "width", "height", "tries", "tried_at", "problem"])
    return picture.key != before


def _keep(picture: NotePicture, file: PictureFile) -> None:
    """The object first, then the row that speaks of it."""
    picture.key, picture.width, picture.height = keep_file(file), file.width, file.height
    picture.state, picture.problem, picture.tries = State.STORED, "", 0


def _failed(picture: NotePicture, problem: str, *, is_final: bool) -> None:
    picture.problem = problem[:500]
    if is_final or picture.tries > len(BACKOFF):
        picture.state = State.STORED if picture.key else State.FAILED


def fetch_again(pictures: Iterable[NotePicture]) -> None:
    """On a host's word: try these as if for the first time."""
    keys = [picture.pk for picture in pictures]
    NotePicture.objects.filter(pk__in=keys).update(state=State.WAITING, tries=0, tried_at=None)
    for episode in Episode.objects.filter(note_pictures__in=keys).only("pk").distinct():
        fetch_pictures_soon(episode)


def naming(pictures: Iterable[NotePicture]) -> set[int]:
    """The ids of the episodes whose notes name any of these pictures."""
    return set(Episode.objects.filter(note_pictures__in=list(pictures)).values_list("pk", flat=True))


def apply_again(episodes: Iterable[int]) -> None:
    """The notes of these episodes once more, each in a transaction of its own."""
    for pk in episodes:
        with transaction.atomic():
            # Nobody edits the notes between the reading and the writing.
            rows = Episode.objects.select_for_update(of=("self",)).select_related("show")
            if episode := rows.filter(pk=pk).first():
                with suppress(NotesTooHard):
                    apply_notes(episode)
                if episode.published_at:
                    announce_episode(episode)


def with_foreign_pictures() -> set[int]:
    """The ids of episodes whose HTML is from a time when notes showed pictures from anywhere."""
    old = Episode.objects.filter(notes_html__regex=r'<img [^>]*src="https?:')
    return set(old.values_list("pk", flat=True))


def withdraw_unused(at: datetime | None = None) -> int:
    """Take away public copies, a day old at least, that no published notes show any more; how many."""
    old = (at or timezone.now()) - GRACE
    copies = media_storage().public_copies(NOTES)
    unused = [key for key, made in copies if made < old and not is_for_the_public(key)]
    for key in unused:
        media_storage().withdraw(key)
    return len(unused)
