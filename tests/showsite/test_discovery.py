"""What browsers, search engines and other machines are told of a show."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest

from tests.factories import CreditFactory, EpisodeFactory, SegmentFactory, ShowHostFactory
from tests.pages import read_page

pytestmark = pytest.mark.django_db


def data(client, path):
    (script,) = read_page(client.get(path)).all("script", type="application/ld+json")
    return json.loads(script.text)


def test_a_browser_can_search_the_show_by_itself(client, show):
    document = ET.fromstring(client.get("/opensearch.xml").content)

    (url,) = (element for element in document if element.tag.endswith("Url"))
    assert url.attrib["template"] == f"{show.site_address}/search/?q={{searchTerms}}"


def test_pages_name_what_there_is(client, show):
    page = read_page(client.get("/"))

    kinds = {link["type"] for link in page.all("link", rel="alternate")}
    assert kinds == {"application/rss+xml", "application/feed+json"}
    assert client.get(page.one("link", rel="search")["href"]).status_code == 200
    assert client.get(page.one("link", rel="manifest")["href"]).json()["name"] == show.title


def test_the_json_feed_holds_what_the_feed_holds(client, show):
    episode = EpisodeFactory(show=show, audio=True, title="Knots")
    EpisodeFactory(show=show, draft=True)

    response = client.get("/feed.json")
    document = response.json()

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = document["items"]
    assert (item["id"], item["title"]) == (episode.guid, "Knots")
    assert item["attachments"][0]["size_in_bytes"] == episode.audio_bytes


def test_the_json_feed_is_not_sent_again_to_those_who_have_it(client, show):
    tag = client.get("/feed.json")["ETag"]

    assert client.get("/feed.json", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/feed.xml")["ETag"] != tag


def test_language_models_get_the_show_as_text(client, show):
    EpisodeFactory(show=show, number=7, title="Knots & nets", summary="What holds.")
    EpisodeFactory(show=show, draft=True, title="Secret")

    text = client.get("/llms.txt").content.decode()

    assert text.startswith(f"# {show.title}\n")
    assert "[7 · Knots & nets]" in text
    assert "Secret" not in text


def test_the_first_page_tells_search_engines_of_the_show(client, show):
    host = ShowHostFactory(show=show).person

    found = data(client, "/")

    assert (found["@type"], found["name"], found["webFeed"]) == ("PodcastSeries", show.title, show.feed_url)
    assert [author["name"] for author in found["author"]] == [host.name]


def test_an_episode_tells_of_its_audio_and_its_parts(client, show):
    episode = EpisodeFactory(show=show, audio=True, number=7)
    CreditFactory(episode=episode, person__name="Ada")
    part = SegmentFactory(episode=episode, title="Bowline", start=timedelta(seconds=1))

    found = data(client, episode.get_absolute_url())

    assert (found["@type"], found["episodeNumber"]) == ("PodcastEpisode", 7)
    assert found["associatedMedia"]["contentUrl"] == show.absolute(episode.audio_url)
    (clip,) = found["hasPart"]
    assert (clip["name"], clip["startOffset"], clip["url"]) == ("Bowline", 1, show.absolute(part.page_url))
    assert found["actor"][0]["name"] == "Ada"


def test_a_segment_tells_of_itself_and_its_episode(client, show):
    part = SegmentFactory(episode__show=show, title="Bowline", start=timedelta(seconds=1))

    found = data(client, part.page_url)

    assert (found["@type"], found["name"]) == ("Clip", "Bowline")
    assert found["partOfEpisode"]["name"] == part.episode.title


def test_what_a_host_typed_does_not_end_the_data(client, show):
    episode = EpisodeFactory(show=show, title="</script><script>alert(1)</script>&")

    assert data(client, episode.get_absolute_url())["name"] == episode.title
