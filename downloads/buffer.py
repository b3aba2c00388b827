"""What a request leaves behind to be written later, by one thread, in batches.

A request never waits for it: it takes a lock for the time of an append. The thread starts with the first item, so
that a process which only forks others has none.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

log = logging.getLogger(__name__)
Item = TypeVar("Item")

LONGEST_PAUSE: Final = 60.0
LAST_WAIT: Final = 5.0


class TryAgain(Exception):
    """Nothing of a batch was written, and the reason will pass."""


class Buffer(Generic[Item]):
    """Up to ``most`` items wait; what comes on top is dropped and said in the log. ``seconds`` is how long a batch
    gathers. ``write`` takes a batch whole or raises; after ``TryAgain`` it gets the items again.
    """

    def __init__(
        self, write: Callable[[list[Item]], None], *, most: int = 10_000, seconds: float = 1
    ) -> None:
        self.write = write
        self.most = most
        self.seconds = seconds
        self.reset()

    def reset(self) -> None:
        """Empty and without a thread: what a forked process needs, whose parent keeps its own items and thread."""
        self._items: list[Item] = []
        self._dropped = 0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._arrived = threading.Event()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        with self._lock:
            if len(self._items) >= self.most:
                self._dropped += 1
                return
            self._items.append(item)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="buffer", daemon=True)
                self._thread.start()
        if not self._arrived.is_set():
            self._arrived.set()

    def flush(self) -> bool:
        """Write what waits. False where it could not be written now and waits on."""
        with self._writing:
            return self._flush()

    def close(self) -> None:
        """At the end of the process: one last try, and a word of what is lost."""
        if self._writing.acquire(timeout=LAST_WAIT):  # else the thread is stuck in its own try
            self._flush()
            self._writing.release()
        if self._items:
            log.error("%s downloads are lost: the process ends.", len(self._items))

    def _run(self) -> None:
        pause = self.seconds
        nothing = threading.Event()  # never set: waiting for it is sleeping, and ends with the process
        while True:
            self._arrived.wait()
            nothing.wait(pause)
            self._arrived.clear()
            pause = self.seconds if self.flush() else min(2 * max(pause, 1), LONGEST_PAUSE)

    def _flush(self) -> bool:
        with self._lock:
            items, self._items = self._items, []
            dropped, self._dropped = self._dropped, 0
        if dropped:
            log.error("%s downloads were not counted: %s are waiting already.", dropped, self.most)
        try:
            if items:
                self.write(items)
        except TryAgain as error:
            self._take_back(items)
            log.warning("%s downloads wait to be counted: %s", len(items), error)
            return False
        except Exception:  # whatever it is, the thread goes on, and the next batch is another one
            log.exception("%s downloads were not counted.", len(items))
        return True

    def _take_back(self, items: list[Item]) -> None:
        with self._lock:
            together = items + self._items
            self._items = together[: self.most]
            self._dropped += len(together) - len(self._items)
        self._arrived.set()
