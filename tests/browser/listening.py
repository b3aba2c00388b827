"""What the tests of the player share: an open page, and what its listener hears."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from episodes.audio.attach import attach_audio

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from episodes.models import Episode

# Speech of more than a minute: long enough to walk about while it plays.
LONG = Path(__file__).resolve().parents[2] / "episodes" / "demo" / "1001.mp3"
PLAYING = (
    "() => { const audio = document.querySelector('audio'); return !audio.paused && audio.currentTime > %s; }"
)
STOPPED = (
    "() => { const audio = document.querySelector('audio'); return audio.paused && audio.played.length > 0; }"
)


def open_(page: Page, live_server, path: str) -> None:
    page.goto(live_server.url + path)
    page.wait_for_function("customElements.get('episode-player') !== undefined")


def now(page: Page) -> float:
    return page.evaluate("document.querySelector('audio').currentTime")


def attach_long_audio(episode: Episode) -> None:
    attach_audio(episode, ContentFile(LONG.read_bytes(), name="episode.mp3"))
