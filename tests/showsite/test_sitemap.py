from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from tests.factories import EpisodeFactory, TranscriptFactory

pytestmark = pytest.mark.django_db


def locations(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return [element.text for element in ET.fromstring(response.content).iter() if element.tag.endswith("loc")]


def test_it_lists_pages_and_transcripts_under_the_shows_own_address(client, show):
    episode = EpisodeFactory(show=show, number=3, slug="three")
    TranscriptFactory(episode=episode)

    assert locations(client) == [
        f"{show.site_address}/",
        f"{show.site_address}/episodes/",
        f"{show.site_address}/episodes/3/three/",
        f"{show.site_address}/episodes/3/three/transcript/",
    ]


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_it_hides_what_is_not_published(client, show, state):
    TranscriptFactory(episode=EpisodeFactory(show=show, **{state: True}))

    assert len(locations(client)) == 2


@pytest.mark.parametrize("count", [1, 9])
def test_it_costs_the_same_queries_for_any_number_of_episodes(client, show, count, django_assert_num_queries):
    for _ in range(count):
        TranscriptFactory(episode=EpisodeFactory(show=show))

    with django_assert_num_queries(6):
        client.get("/sitemap.xml")


def test_robots_are_told_where_it_is(client, show):
    text = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {show.site_address}/sitemap.xml" in text
    assert "Disallow: /admin/" in text
