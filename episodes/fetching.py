"""The one gate for everything that is fetched because a stranger's text names its address.

A name is resolved once, every address it has must be public, and the connection goes to a checked address: what a
name server says a moment later, or a redirect, leads nowhere else. urllib3 does the talking, because it takes the
address and the name of a server apart, follows nothing by itself, and knows neither cookies nor proxies.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from io import BytesIO
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import BinaryIO, Final
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

USER_AGENT: Final = "Showsite/1 (podcast importer)"
CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 5.0
BLOCK_BYTES: Final = 64 * 1024
PORTS: Final = {"http": 80, "https": 443}
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MOST_ADDRESSES: Final = 4

# Public by the register, but each leads to another address inside, or to no single machine.
_DETOURS: Final = tuple(
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # behind a provider's NAT
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # the inside of a large cloud, under a public address
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
)
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?\.?|\[[0-9a-f:.]{2,45}\]", re.IGNORECASE)


class FetchError(Exception):
    """Why nothing was fetched, in words for a host. ``is_final``: trying again will not help."""

    def __init__(self, message: str, *, is_final: bool = True) -> None:
        self.is_final = is_final
        super().__init__(message)


class NotAllowed(FetchError):
    """The address is none that may be asked; no packet was sent to it."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """``size`` counts bytes after decompression, ``seconds`` the whole way with its redirects (``hops``)."""

    size: int
    seconds: float
    hops: int = 3


FEED: Final = Limits(size=50_000_000, seconds=60)
PICTURE: Final = Limits(size=10 * 1024 * 1024, seconds=20)
TRANSCRIPT: Final = Limits(size=5_000_000, seconds=20)
CHAPTERS: Final = Limits(size=1_000_000, seconds=20)
# Statistics services stand in a row in front of the audio of many shows, each a redirect.
AUDIO: Final = Limits(size=1_000_000_000, seconds=1800, hops=8)
# Of a page that is linked to, only the head of the answer is read.
LINK: Final = Limits(size=0, seconds=10, hops=6)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """``url`` is where it was in the end; ``media_type`` and ``charset`` are the server's word."""

    url: str
    media_type: str
    charset: str
    size: int


@dataclass(frozen=True, kw_only=True)
class _Target:
    """An address that may be asked, with the network addresses that were checked."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def fetch_bytes(url: str, limits: Limits) -> tuple[bytes, Fetched]:
    """A whole document in memory. Raises ``FetchError``."""
    buffer = BytesIO()
    fetched = fetch(url, limits, buffer)
    return buffer.getvalue(), fetched


def fetch(url: str, limits: Limits, into: BinaryIO) -> Fetched:
    """Write what an address answers into a file, block by block. Raises ``FetchError``."""
    deadline = time.monotonic() + limits.seconds
    with _followed("GET", url, limits, deadline) as (response, target):
        return _take(response, target, limits, deadline, into)


def status_of(url: str, limits: Limits = LINK) -> int:
    """What an address answers in the end; nothing of the body is read. Raises ``FetchError`` where nobody answers.

    Servers that refuse HEAD, or know nothing of it, are asked once more with GET.
    """
    with suppress(FetchError):
        status = _status("HEAD", url, limits)
        if status < 400:
            return status
    return _status("GET", url, limits)


def _status(method: str, url: str, limits: Limits) -> int:
    with _followed(method, url, limits, time.monotonic() + limits.seconds) as (response, _):
        return int(response.status)


@contextmanager
def _followed(
    method: str, url: str, limits: Limits, deadline: float
) -> Iterator[tuple[BaseHTTPResponse, _Target]]:
    """The answer at the end of the redirects."""
    for _ in range(limits.hops + 1):
        target = _check(url)
        with _answer(method, target, deadline) as response:
            if response.status not in REDIRECTS:
                yield response, target
                return
            location = response.headers.get("Location", "")
        if not location:
            raise FetchError(f"{_name(url)} redirects to nowhere.")
        url = _join(target.url, location)
    raise FetchError(f"{_name(url)} is behind more than {limits.hops} redirects.")


def _check(url: str) -> _Target:
    """Look an address up, once, and refuse it if it is none for us."""
    url = ascii_address(url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAllowed(f"{_name(url)} is no web address.") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not host:
        raise NotAllowed(f"{_name(url)} is no address that starts with http:// or https://.")
    if "@" in parts.netloc:
        raise NotAllowed("An address with a name or password in it is not asked.")
    bare = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(bare):
        raise NotAllowed(f"{bare[:80]} is no host name.")
    if port not in (None, PORTS[scheme]) and not settings.ALLOW_PRIVATE_FETCHES:
        raise NotAllowed(f"{bare}:{port}: only the ports 80 and 443 are asked.")
    port = port or PORTS[scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(
        url=url, scheme=scheme, host=bare, port=port, path=path, addresses=_resolve(host, bare, port)
    )


def ascii_address(url: str) -> str:
    """An address as it goes over the wire: what is not ASCII, and blanks inside, percent-encoded."""
    return quote(url.strip()[:4000], safe="!#$%&'()*+,/:;=?@[]~\\")


def _resolve(host: str, bare: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host.rstrip("."), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"There is no server called {bare}.", is_final=False) from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise FetchError(f"There is no server called {bare}.", is_final=False)
    if not settings.ALLOW_PRIVATE_FETCHES and not all(map(is_public, addresses)):
        raise NotAllowed(f"{bare} is not on the public internet, so it is not asked.")
    return addresses[:MOST_ADDRESSES]


def is_public(address: str) -> bool:
    """Whether a network address belongs to one machine on the public internet, without a detour inside."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:  # with a zone ("fe80::1%eth0")
        return False
    if isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip.is_site_local):
        return False
    return (
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip.version == network.version and ip in network for network in _DETOURS)
    )


def _join(base: str, location: str) -> str:
    try:
        return urljoin(base, ascii_address(location))
    except ValueError as error:
        raise NotAllowed(f"{_name(base)} redirects to what is no web address.") from error


@contextmanager
def _answer(method: str, target: _Target, deadline: float) -> Iterator[BaseHTTPResponse]:
    """The head of an answer. Whatever breaks, also while the body is read, is a ``FetchError``."""
    try:
        with _connected(target, deadline) as connection:
            connection.request(method, target.path, headers=_headers(target), preload_content=False)
            with connection.getresponse() as response:
                yield response
    except ssl.SSLCertVerificationError as error:
        raise FetchError(f"{target.host} does not prove its name: {error.verify_message}.") from error
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if time.monotonic() >= deadline:
            raise _too_slow(target) from error
        raise FetchError(f"{target.host} does not answer: {_reason(error)}.", is_final=False) from error


@contextmanager
def _connected(target: _Target, deadline: float) -> Iterator[HTTPConnection]:
    """A connection to the first of the checked addresses that takes one."""
    for address in target.addresses:
        connection = _connection(target, address)
        with _cut_off(connection, deadline) as keep:
            try:
                connection.connect()
            except (HTTPError, OSError):
                connection.close()
                if address == target.addresses[-1] or time.monotonic() >= deadline:
                    raise
                continue
            keep(connection.sock)
            connection.timeout = READ_SECONDS  # for what follows; until here it was the time to connect
            try:
                yield connection
            finally:
                connection.close()
            return


def _connection(target: _Target, address: str) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        address,
        target.port,
        timeout=CONNECT_SECONDS,
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.host.strip("[]").rstrip("."),
    )


@contextmanager
def _cut_off(connection: HTTPConnection, deadline: float) -> Iterator[Callable[[socket.socket], None]]:
    """End a connection at the deadline, wherever it is: a server may send a byte now and then for ever.

    The socket has to be kept apart, because the connection forgets it once the answer has begun.
    """
    kept: list[socket.socket] = []

    def end() -> None:
        for sock in kept or [connection.sock]:
            with suppress(OSError, TypeError):
                # Not SSLSocket's own, which takes the encryption away under a thread that reads.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield kept.append
    finally:
        timer.cancel()


def _headers(target: _Target) -> dict[str, str]:
    is_usual = target.port == PORTS[target.scheme]
    return {
        "Host": target.host if is_usual else f"{target.host}:{target.port}",
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
    }


def _take(
    response: BaseHTTPResponse, target: _Target, limits: Limits, deadline: float, into: BinaryIO
) -> Fetched:
    if response.status != 200:
        passing = response.status in (408, 425, 429) or response.status >= 500
        raise FetchError(f"{_name(target.url)} answers {response.status}.", is_final=not passing)
    size = 0
    for block in response.stream(BLOCK_BYTES, decode_content=True):
        size += len(block)
        if size > limits.size:
            raise FetchError(f"{_name(target.url)} is larger than {limits.size // 1_000_000} MB.")
        into.write(block)
    if time.monotonic() >= deadline:  # a body of no announced length, cut off, looks whole
        raise _too_slow(target)
    kind = Message()
    kind["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    charset = kind.get_content_charset() or ""
    return Fetched(url=target.url, media_type=kind.get_content_type(), charset=charset, size=size)


def _too_slow(target: _Target) -> FetchError:
    return FetchError(f"{_name(target.url)} takes too long.", is_final=False)


def _reason(error: Exception) -> str:
    """What went wrong, without the objects that urllib3 prints into its messages."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return re.sub(r"^.*<.*>:? ?", "", str(error)).rstrip(".")[:200] or type(error).__name__


def _name(url: str) -> str:
    """An address for people: without password, query, and what a terminal would obey."""
    whole = ascii_address(url).partition("?")[0]
    scheme, _, rest = whole.rpartition("://")
    host, _, path = rest.partition("/")
    return f"{f'{scheme}://' if scheme else ''}{host.rpartition('@')[2]}/{path}"[:200].rstrip("/")
