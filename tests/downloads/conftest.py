from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from downloads.middleware import waiting
from downloads.models import HourCount
from episodes.models import Episode
from tests.factories import EpisodeFactory

SIZE = 12_000_000  # ten minutes
MINUTE = 1_200_000
APP = "AntennaPod/3.4.0"


@pytest.fixture(autouse=True)
def _nothing_waits():
    waiting.reset()
    yield
    waiting.reset()


@pytest.fixture
def episode(db: None) -> Episode:
    return playable(EpisodeFactory())


def playable(episode: Episode) -> Episode:
    """With audio as far as the row knows: what is asked here never gets to the storage."""
    episode.audio_key, episode.audio_type = f"audio/{episode.pk}.mp3", "audio/mpeg"
    episode.audio_bytes, episode.audio_duration = SIZE, timedelta(minutes=10)
    episode.save()
    return episode


def play(episode: Episode, agent: str = APP, client: Client | None = None, **extra: str) -> int:
    """Ask for the audio as an app does; the status of the answer."""
    return (client or Client()).get(episode.audio_url, HTTP_USER_AGENT=agent, **extra).status_code


def counted(episode: Episode) -> int:
    waiting.flush()
    return sum(HourCount.objects.filter(episode=episode).values_list("downloads", flat=True))
