"""A file's size and digests, read once. Pure."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import IO, Final

BLOCK_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Digests:
    """``sha256`` in hexadecimal; ``integrity`` as browsers and podcast:integrity write a SHA-384."""

    size: int
    sha256: str
    integrity: str


def digests_of(file: IO[bytes]) -> Digests:
    file.seek(0)
    sha256, sha384, size = hashlib.sha256(), hashlib.sha384(), 0
    while block := file.read(BLOCK_BYTES):
        sha256.update(block)
        sha384.update(block)
        size += len(block)
    integrity = "sha384-" + base64.b64encode(sha384.digest()).decode()
    return Digests(size=size, sha256=sha256.hexdigest(), integrity=integrity)
