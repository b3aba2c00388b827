"""An upload is looked at before it is anybody's audio: what is no sound is refused with the reason."""

from __future__ import annotations

import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from episodes.audio.attach import StoredAudio
from episodes.audio.digests import digests_of
from episodes.audio.measure import measure, problems
from episodes.audio.probe import ENDINGS, NotAudio, probe
from episodes.audio.serving import serve_files
from episodes.cards.making import draw_cards_soon
from episodes.models import Recording
from episodes.storage import NOT_STORED, media_storage

log = logging.getLogger(__name__)

BACKOFF: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600))
UNREAD: Final = "It could not be checked: the object storage does not answer. Upload it again."


@task(priority=10)
def check_recording(pk: int, tries: int = 0) -> str:
    """Probe a finished upload, measure it, and make it its episode's audio. Somebody is waiting for it."""
    try:
        return _check(pk)
    except NOT_STORED as error:
        if tries >= len(BACKOFF):
            Recording.objects.filter(pk=pk).update(state=Recording.State.REFUSED, refusal=UNREAD)
            raise
        log.warning("Recording %s waits for the storage: %s", pk, error)
        check_recording.using(run_after=timezone.now() + BACKOFF[tries]).enqueue(pk, tries + 1)
        return "waiting"


def _check(pk: int) -> str:
    waiting = Recording.objects.filter(pk=pk, state=Recording.State.WAITING)
    recording = waiting.select_related("episode__show").first()
    if recording is None:
        return "gone"
    with tempfile.NamedTemporaryFile() as copy:
        with media_storage().open(recording.key) as upload:
            for block in upload.chunks():
                copy.write(block)
        copy.flush()
        try:
            stored = _take(recording, Path(copy.name))
        except NotAudio as error:
            _refuse(recording, str(error))
            return "refused"
    with transaction.atomic():
        recording.state = Recording.State.READY
        recording.save()
        stored.attach_to(recording.episode)
        serve_files(recording.episode)
        draw_cards_soon(recording.episode)
    return "ready"


def _take(recording: Recording, path: Path) -> StoredAudio:
    """Fill in what was found, and move the object to the key that holds its hash. Raises ``NotAudio``."""
    with path.open("rb") as file:
        info = probe(file)
        digests = digests_of(file)
    measured = measure(path)
    key = f"audio/{digests.sha256}.{ENDINGS[info.media_type]}"
    media_storage().move(recording.key, key, info.media_type)
    recording.key, recording.hash, recording.bytes = key, digests.sha256, digests.size
    recording.media_type, recording.duration = info.media_type, info.duration
    recording.bit_rate, recording.is_variable = info.bit_rate, info.is_variable
    recording.channels, recording.sample_rate = info.channels, info.sample_rate
    recording.loudness, recording.peak = measured.loudness, measured.peak
    recording.problems = problems(info, measured, recording.name)
    return StoredAudio(key=key, hash=digests.sha256, integrity=digests.integrity, info=info)


def _refuse(recording: Recording, reason: str) -> None:
    media_storage().delete(recording.key)
    recording.state, recording.refusal = Recording.State.REFUSED, reason[:500]
    recording.save(update_fields=["state", "refusal"])
