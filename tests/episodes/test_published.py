"""The one gate: what the public sees at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from episodes.models import Episode
from tests.factories import EpisodeFactory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("published_at", "is_public"),
    [
        pytest.param(None, False, id="draft"),
        pytest.param(NOON - timedelta(seconds=1), True, id="past"),
        pytest.param(NOON, True, id="this very moment"),
        pytest.param(NOON + timedelta(seconds=1), False, id="future"),
    ],
)
def test_an_episode_is_public_from_its_moment_on(published_at, is_public):
    episode = EpisodeFactory(published_at=published_at)

    assert Episode.objects.published(at=NOON).filter(pk=episode.pk).exists() is is_public
    assert episode.is_published(at=NOON) is is_public


def test_drafts_and_scheduled_episodes_are_told_apart():
    draft = EpisodeFactory(draft=True)
    scheduled = EpisodeFactory(published_at=NOON + timedelta(days=1))
    EpisodeFactory(published_at=NOON - timedelta(days=1))

    assert list(Episode.objects.drafts()) == [draft]
    assert list(Episode.objects.scheduled(at=NOON)) == [scheduled]


def test_newest_first_is_by_time_of_publishing():
    old = EpisodeFactory(number=900, published_at=NOON)
    new = EpisodeFactory(number=2, published_at=NOON + timedelta(hours=1))

    assert list(Episode.objects.newest_first()) == [new, old]


@pytest.mark.parametrize(
    "address", ["99999999999999999999", "²", "-1"], ids=["huge", "superscript", "negative"]
)
def test_an_address_that_is_no_number_finds_nothing(address):
    EpisodeFactory(number=2)

    assert not Episode.objects.by_address(address).exists()


def test_an_episode_without_a_number_is_found_by_its_slug():
    trailer = EpisodeFactory(number=None, title="Hello", slug="hello")

    assert Episode.objects.by_address("hello").get() == trailer
    assert trailer.get_absolute_url() == "/episodes/hello/hello/"
