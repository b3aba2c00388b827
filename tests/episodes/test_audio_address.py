"""Our permanent address of the audio, which redirects to wherever the object is."""

from __future__ import annotations

import urllib.request

import pytest

from tests.factories import AUDIO, EpisodeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_leads_to_the_object_that_answers(client, show, method):
    episode = EpisodeFactory(show=show, audio=True)

    response = client.generic(method, episode.audio_url)

    assert response.status_code == 302
    with urllib.request.urlopen(urllib.request.Request(response["Location"], method=method)) as answer:
        assert answer.headers["Content-Length"] == str(AUDIO.stat().st_size)
        assert answer.headers["Content-Type"] == "audio/mpeg"


def test_no_shared_cache_keeps_where_it_leads(client, show):
    episode = EpisodeFactory(show=show, audio=True)

    assert client.get(episode.audio_url)["Cache-Control"] == "private, max-age=60"


def test_an_old_slug_still_plays(client, show):
    EpisodeFactory(show=show, number=12, slug="new", audio=True)

    assert client.get("/episodes/12/old/audio.mp3").status_code == 302


def test_an_episode_without_audio_has_none(client, show):
    assert client.get(EpisodeFactory(show=show).audio_url).status_code == 404


def test_audio_is_not_posted_to(client, show):
    assert client.post(EpisodeFactory(show=show, audio=True).audio_url).status_code == 405
