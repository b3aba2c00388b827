"""Notes each request that was sent on to the audio. The counting itself happens later, in another thread."""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from downloads.buffer import Buffer
from downloads.counting import count
from downloads.plays import Play, play_of
from episodes.played import played

log = logging.getLogger(__name__)

waiting: Buffer[Play] = Buffer(count)
os.register_at_fork(after_in_child=waiting.reset)
atexit.register(waiting.close)


class CountDownloads:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 302:
            _note(request)
        return response


def _note(request: HttpRequest) -> None:
    """Whatever goes wrong here is our trouble, never the listener's."""
    try:
        episode = played(request)
        play = play_of(request, episode) if episode else None
        if play:
            waiting.put(play)
    except Exception:
        log.exception("A download was not counted.")
