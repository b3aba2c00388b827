"""What a feed says of an episode's audio."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """``length`` is in bytes, that of the stored object; ``url`` is whole and ours."""

    url: str
    length: int
    media_type: str
