"""Copying in the background: one task a file, behind everything else that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task

from episodes.models import Show
from showsite.feed_import.media import copy_one
from showsite.feed_import.models import MediaCopy

LOW: Final = -10


@task(priority=LOW)
def copy_media(pk: int) -> str:
    """Copy one file; where the network was at fault, once more after two, four, eight … minutes."""
    copy = copy_one(pk)
    if copy is None:
        return "gone"
    if copy.state == MediaCopy.State.WAITING:
        later = timezone.now() + timedelta(minutes=2**copy.tries)
        copy_media.using(run_after=later).enqueue(pk)
    return str(copy.state)


def copy_in_background(show: Show) -> int:
    """Queue all files that wait, also those whose task was killed: a file is never copied twice. How many."""
    waiting = list(show.media_copies.waiting().values_list("pk", flat=True))
    for pk in waiting:
        copy_media.enqueue(pk)
    return len(waiting)
