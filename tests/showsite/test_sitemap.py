"""Where search engines find the pages: an index, and a file for each kind of page."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from showsite import sitemaps
from tests.factories import CreditFactory, EpisodeFactory, SegmentFactory, TranscriptFactory

pytestmark = pytest.mark.django_db


def texts(client, path, name):
    response = client.get(path)
    assert response["Content-Type"] == "application/xml"
    return [element.text for element in ET.fromstring(response.content).iter() if element.tag.endswith(name)]


def pages(client, section):
    return texts(client, f"/sitemap-{section}.xml", "}loc")


def test_the_index_names_a_file_for_each_kind_of_page(client, show):
    assert texts(client, "/sitemap.xml", "}loc") == [
        f"{show.site_address}/sitemap-{section}.xml"
        for section in ("pages", "episodes", "transcripts", "segments")
    ]


def test_episodes_stand_under_the_shows_own_address_with_their_card(client, show):
    EpisodeFactory(show=show, number=3, slug="three")

    here = f"{show.site_address}/episodes/3/three/"
    assert [one for one in pages(client, "episodes") if not one.endswith(".png")] == [here]
    assert f"{here}card.png" in texts(client, "/sitemap-episodes.xml", "loc")


def test_a_change_is_dated(client, show):
    episode = EpisodeFactory(show=show)
    episode.refresh_from_db()
    before = episode.changed_at
    episode.title = "Another"
    episode.save()
    episode.refresh_from_db()

    assert episode.changed_at >= before
    assert texts(client, "/sitemap-episodes.xml", "lastmod")[0].startswith(f"{episode.changed_at:%Y-%m-%d}")


def test_transcripts_and_segments_have_files_of_their_own(client, show):
    episode = EpisodeFactory(show=show, number=3, slug="three")
    TranscriptFactory(episode=episode)
    SegmentFactory(episode=episode, slug="knots")
    SegmentFactory(episode=episode, kind="sponsor")

    here = f"{show.site_address}/episodes/3/three/"
    assert pages(client, "transcripts") == [f"{here}transcript/"]
    assert f"{here}knots/" in pages(client, "segments")
    assert len([one for one in pages(client, "segments") if not one.endswith(".png")]) == 1


def test_people_who_are_heard_are_listed(client, show):
    person = CreditFactory(episode__show=show).person

    assert show.absolute(person.get_absolute_url()) in pages(client, "pages")


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_it_hides_what_is_not_published(client, show, state):
    episode = EpisodeFactory(show=show, **{state: True})
    TranscriptFactory(episode=episode)
    SegmentFactory(episode=episode)
    CreditFactory(episode=episode)

    assert [pages(client, section) for section in ("episodes", "transcripts", "segments")] == [[], [], []]
    assert len(pages(client, "pages")) == 6


def test_many_pages_are_parted_into_files(client, show, monkeypatch):
    monkeypatch.setattr(sitemaps.EpisodePages, "limit", 2)
    for _ in range(3):
        EpisodeFactory(show=show)

    assert f"{show.site_address}/sitemap-episodes.xml?p=2" in texts(client, "/sitemap.xml", "}loc")
    assert len(texts(client, "/sitemap-episodes.xml?p=2", "lastmod")) == 1
    assert client.get("/sitemap-episodes.xml?p=3").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


@pytest.mark.parametrize("section", ["pages", "episodes", "transcripts", "segments"])
def test_it_costs_the_same_queries_for_any_number_of_episodes(
    client, show, section, django_assert_max_num_queries
):
    for _ in range(9):
        SegmentFactory(episode=TranscriptFactory(episode=EpisodeFactory(show=show)).episode)

    with django_assert_max_num_queries(5):
        client.get(f"/sitemap-{section}.xml")


def test_robots_are_told_where_it_is(client, show):
    text = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {show.site_address}/sitemap.xml" in text
    assert "Disallow: /admin/" in text
