"""Opens one port of this machine to the local network: `make run HOST=0.0.0.0` lets phones reach the object storage.

The storage's other ports know no keys, and it can only open all of them or none.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading

BLOCK_BYTES = 256 * 1024


class Relay:
    """Listens on every address and passes bytes on to a port of 127.0.0.1, both ways, until it is stopped."""

    def __init__(self, target: int, host: str = "0.0.0.0") -> None:  # noqa: S104 - that is what it is for
        self._target = target
        self._socket = socket.create_server((host, 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="relay")
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=2)
        self._socket.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serving = self._loop.create_task(asyncio.start_server(self._serve, sock=self._socket))
        self._loop.run_forever()  # not until it serves: it may be stopped before
        serving.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pump(reader, to_writer), _pump(to_reader, writer))


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while block := await source.read(BLOCK_BYTES):
            sink.write(block)
            await sink.drain()
    with contextlib.suppress(OSError):
        sink.close()


def outward_address() -> str:
    """The address under which others on the local network know this machine; 127.0.0.1 where there is no network."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses the way
        return str(probe.getsockname()[0])
    return "127.0.0.1"
