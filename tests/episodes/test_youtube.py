"""The text below the episode's video: chapters as YouTube reads them, and the links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import EpisodeFactory, LinkFactory, SegmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(admin_client, show):
    episode = EpisodeFactory(show=show, summary="Strings <3")

    def read(*seconds):
        for at, start in enumerate(seconds):
            segment = SegmentFactory(episode=episode, title=f"Part {at}", start=timedelta(seconds=start))
            LinkFactory(segment=segment, text=f"Link {at}", url=f"https://links.example/{at}")
        return admin_client.get(reverse("admin:episodes_episode_youtube", args=[episode.pk])).content.decode()

    return read


def test_chapters_begin_at_nought(text):
    assert "00:00 Hello\n00:30 Part 0\n01:10 Part 1\n1:00:00 Part 2" in text(30, 70, 3600)


def test_two_within_ten_seconds_are_one(text):
    assert "00:00 Part 0\n00:40 Part 1\n01:20 Part 2" in text(5, 40, 80)


def test_fewer_than_three_are_no_chapters(text):
    assert "00:00" not in text(30)


def test_it_names_the_page_and_the_links(text, show):
    said = text(30, 70)

    assert f"{show.site_address}/episodes/" in said
    assert "Link 0: https://links.example/0" in said


def test_no_sign_is_in_it_that_youtube_refuses(text):
    assert "Strings ‹3" in text()


def test_it_is_for_hosts_alone(client, show):
    episode = EpisodeFactory(show=show)

    assert client.get(reverse("admin:episodes_episode_youtube", args=[episode.pk])).status_code == 302
