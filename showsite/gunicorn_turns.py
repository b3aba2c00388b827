"""How a process of gunicorn uses its threads: one of them answers, and the next as soon as that one is held up.

The threads of a process run by turns, whatever they do. Given kept pages all at once they spend a third of their time
on changing from one to another. So one thread has the turn and answers one request after the other. Where a request
keeps it for longer than PATIENCE (a search, the storage, a host who saves), another thread takes the turn.

gunicorn imports this before it forks, so it stays the code of this start, also after a reload: it imports nothing of
ours.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

# Seconds. Some twenty kept pages long.
PATIENCE: Final = 0.005

Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Turns:
    """As much of an executor as gunicorn asks for. Jobs begin in the order in which they came."""

    def __init__(self, threads: int) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._begun: Job | None = None  # the last one
        self._turn: int | None = None  # the thread that has it
        self._waiting = threading.Lock()  # one waits for the turn, the others for this
        self._asked = threading.Event()  # there may be jobs
        self._stopped = False
        for number in range(threads):
            threading.Thread(target=self._work, name=f"turns-{number}", daemon=True).start()

    def submit(self, function: Callable[..., Any], *values: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._jobs.put((future, function, values))
        if not self._asked.is_set():
            self._asked.set()
        return future

    def shutdown(self, *, wait: bool = True) -> None:
        """No job begins any more. Those that have begun end; nobody waits for them here."""
        self._stopped = True
        self._asked.set()
        self._jobs.put(None)

    def _work(self) -> None:
        me = threading.get_ident()
        while self._take_turn(me):
            while self._turn == me:
                job = self._jobs.get()
                if job is None or self._stopped:
                    return
                self._begun = job
                answer(*job)

    def _take_turn(self, me: int) -> bool:
        """Wait until nobody has the turn, or whoever has it is held up while jobs wait. False where all is over."""
        with self._waiting:
            while not self._stopped:
                if self._turn is None or self._is_held_up():
                    self._turn = me
                    return True
        return False

    def _is_held_up(self) -> bool:
        self._asked.wait()
        begun = self._begun
        time.sleep(PATIENCE)
        if self._jobs.empty():
            self._asked.clear()
            if not self._jobs.empty():  # it came in between, and its sender saw that others had asked
                self._asked.set()
            return False
        return self._begun is begun


def answer(future: Future[Any], function: Callable[..., Any], values: tuple[Any, ...]) -> None:
    try:
        result = function(*values)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


class TurnWorker(ThreadWorker):
    def get_thread_pool(self) -> Turns:  # type: ignore[override] # of an executor it asks for no more
        return Turns(self.cfg.threads)
