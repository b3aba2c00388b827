"""Looking again and again whether something has changed, in a thread that nothing ends but its own ``stopped``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from logging import Logger

from django.db import close_old_connections, connections


def look_again(
    look: Callable[[], object], log: Logger, complaint: str, *, seconds: float, stopped: threading.Event
) -> None:
    """Look every so many seconds. ``complaint`` is logged once for each time that looking has begun to fail."""
    answers = True
    while not stopped.wait(seconds):
        try:
            look()
            answers = True
        except Exception as error:  # whatever it is, the next look is another one
            if answers:
                log.warning("%s: %s", complaint, error)
            answers = False
        close_old_connections()
    connections.close_all()  # this thread's own
