"""A server which is a child of this process: spawn it, wait until it answers, stop it for good."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil

PR_SET_PDEATHSIG = 1  # linux/prctl.h


class ServiceError(Exception):
    """A service did not start; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A running server, which writes to the terminal where it has no ``log``.

    ``environment`` holds the settings which point Showsite at it, ``leftovers`` the files it forgets when killed.
    """

    name: str
    process: subprocess.Popen[bytes]
    answers: Callable[[], bool]
    stop_signal: signal.Signals = signal.SIGTERM
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    leftovers: Sequence[Path] = ()

    def wait(self, seconds: float = 60) -> None:
        """Return once the server answers; raise ServiceError when it ends instead, or stays silent so long."""
        deadline = time.monotonic() + seconds
        while self.is_alive() and not self.answers():
            if time.monotonic() > deadline:
                self.stop()
                raise ServiceError(f"{self.name} was silent for {seconds:.0f} seconds; {self._last_words()}")
            time.sleep(0.05)
        if not self.is_alive():
            raise ServiceError(f"{self.name} ended at once; {self._last_words()}")

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, seconds: float = 15) -> None:
        if self.is_alive():
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for path in self.leftovers:
            path.unlink(missing_ok=True)

    def _last_words(self) -> str:
        if self.log is None:
            return "it says why above."
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return f"its log {self.log} ends with: {said[-1]}" if said else f"its log {self.log} is empty."


def spawn(
    command: Sequence[str],
    *,
    log: Path | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a server in its own process group: Ctrl-C reaches only us, and we stop the servers in order."""
    with log.open("wb") if log else contextlib.nullcontext() as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
            preexec_fn=partial(die_with_parent, stop_signal),  # noqa: PLW1509 - none of its callers has threads
            **options,
        )


def die_with_parent(stop_signal: signal.Signals) -> None:
    """Ask Linux to signal this process when its parent is gone, even by SIGKILL (elsewhere: end_orphans)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, stop_signal)


def end_orphans(argument: str, stop_signal: signal.Signals) -> None:
    """End the servers that an earlier, killed run left behind: those with this very argument."""
    orphans = [process for process in psutil.process_iter() if argument in _arguments(process)]
    for process in orphans:
        with contextlib.suppress(psutil.Error):
            process.send_signal(stop_signal)
    for process in psutil.wait_procs(orphans, timeout=15)[1]:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def free_ports(count: int) -> list[int]:
    """So many TCP ports of 127.0.0.1 that nobody listens on, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def are_free(ports: Iterable[int]) -> bool:
    try:
        for port in ports:
            with socket.socket() as each:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                each.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def write_secret(path: Path, text: str) -> None:
    """Write a file which only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
