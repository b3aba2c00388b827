"""A thread of the worker sees every public change within a second, whoever made it, and each scheduled minute."""

from __future__ import annotations

import logging
import threading
from typing import Final

from showsite.looking import look_again
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
    complaint = "Whether files have changed is not known"
    look_again(ask_for_changes, log, complaint, seconds=SECONDS, stopped=threading.Event())
