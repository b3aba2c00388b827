"""Real podcast clients against the running site. Where one is not installed, its tests are skipped and say so."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from episodes.audio.attach import attach_audio
from episodes.models import Episode, Show
from tests.factories import AUDIO, EpisodeFactory, SegmentFactory, ShowFactory, TranscriptFactory


@dataclass(frozen=True, kw_only=True)
class Program:
    """A client in a folder of its own, so that nobody's real subscriptions are touched."""

    home: Path
    environment: dict[str, str]

    def run(self, *command: str, within: int = 60) -> str:
        done = subprocess.run(
            command,
            check=False,
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=within,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def installed(*names: str) -> None:
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: apt-get install gpodder newsboat")


@pytest.fixture
def program(tmp_path):
    environment = {
        "HOME": str(tmp_path),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "GPODDER_HOME": str(tmp_path / "gpodder"),
        "GPODDER_DOWNLOAD_DIR": str(tmp_path / "downloads"),
        "NO_PROXY": "*",
    }
    return Program(home=tmp_path, environment=environment)


def long_audio(seed: int = 0) -> bytes:
    """About half a megabyte of real MP3 frames; another ``seed`` gives another file."""
    return AUDIO.read_bytes() * (40 + seed)


def add_episode(show: Show, number: int, **fields: object) -> Episode:
    published = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=7 * number)
    values = {
        "title": f"Strings, part {number}",
        "slug": f"strings-{number}",
        "notes_html": f"<p>What we said about string {number}.</p>",
        "published_at": published,
        **fields,
    }
    episode = EpisodeFactory(show=show, number=number, **values)
    attach_audio(episode, ContentFile(long_audio(number), name="episode.mp3"))
    SegmentFactory(episode=episode, title="Hello", start=timedelta(0))
    SegmentFactory(episode=episode, title="Wax and wool", start=timedelta(seconds=7))
    TranscriptFactory(episode=episode)
    return episode


@pytest.fixture
def site(live_server):
    """A show of three episodes, served."""
    show = ShowFactory(site_address=live_server.url, host_name="localhost")
    for number in (1, 2, 3):
        add_episode(show, number)
    return show
