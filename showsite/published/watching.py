"""A thread of the worker sees every public change within a second, whoever made it, and each scheduled minute."""

from __future__ import annotations

import logging
import threading
from typing import Final

from django.db import close_old_connections

from showsite.published.tasks import ask_for_changes, is_on

log = logging.getLogger(__name__)

SECONDS: Final = 1.0


def watch_changes() -> threading.Thread | None:
    """Start looking, until the process ends; None where nothing is published as files."""
    if not is_on():
        return None
    thread = threading.Thread(target=_watch, name="published-files", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    never, answers = threading.Event(), True
    while True:
        try:
            ask_for_changes()
            answers = True
        except Exception as error:  # whatever it is, the next look is another one
            if answers:
                log.warning("Whether files have changed is not known: %s", error)
            answers = False
        close_old_connections()
        never.wait(SECONDS)
