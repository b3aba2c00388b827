"""The feed's pages, the feeds of parts of a show, what browsers see, and what happens when a feed moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest import mock
from xml.etree import ElementTree

import brotli
import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from episodes.feeds.responses import accepted
from episodes.models import OldFeedAddress
from tests.desk import form_on
from tests.episodes.test_feed_generator import NAMES, text
from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    PersonFactory,
    ShowFactory,
    TopicFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def five(show, settings):
    """Five episodes, two to a page."""
    settings.FEED_PAGE_ITEMS = 2
    return [
        EpisodeFactory(show=show, title=f"Part {n}", published_at=FIRST + timedelta(days=n), audio=True)
        for n in range(1, 6)
    ]


@pytest.fixture
def channel(client):
    def get(path="/feed.xml"):
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return ElementTree.fromstring(response.content).find("channel")

    return get


def titles(channel):
    return [text(item, "title") for item in channel.findall("item")]


def links(channel, show):
    return {
        link.get("rel"): link.get("href").removeprefix(show.site_address)
        for link in channel.findall("atom:link", NAMES)
    }


def test_the_pages_hold_every_episode_once(five, channel):
    pages = [titles(channel(path)) for path in ("/feed.xml", "/feed.xml?page=2", "/feed.xml?page=3")]

    assert pages == [["Part 5", "Part 4"], ["Part 3", "Part 2"], ["Part 1"]]


def test_each_page_leads_to_the_others(five, channel, show):
    assert links(channel(), show) == {
        "self": "/feed.xml",
        "first": "/feed.xml",
        "next": "/feed.xml?page=2",
        "last": "/feed.xml?page=3",
    }
    assert links(channel("/feed.xml?page=2"), show) == {
        "self": "/feed.xml?page=2",
        "first": "/feed.xml",
        "previous": "/feed.xml",
        "next": "/feed.xml?page=3",
        "last": "/feed.xml?page=3",
    }
    assert "next" not in links(channel("/feed.xml?page=3"), show)


def test_every_page_is_of_the_same_podcast(five, channel):
    assert text(channel(), "podcast:guid") == text(channel("/feed.xml?page=2"), "podcast:guid")


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "02", "1e1", "9" * 30, ""])
def test_there_is_no_other_page(five, client, page):
    assert client.get("/feed.xml", {"page": page}).status_code == 404


def test_a_feed_of_one_page_names_no_others(show, channel):
    EpisodeFactory(show=show, audio=True)

    assert set(links(channel(), show)) == {"self"}


def test_the_whole_show_is_in_one_document_too(five, channel, show):
    whole = channel("/feed/all.xml")

    assert len(titles(whole)) == 5
    assert text(whole, "podcast:guid") == str(show.guid)
    assert links(whole, show) == {"self": "/feed/all.xml"}


def test_bonus_episodes_have_a_feed(five, channel, show):
    EpisodeFactory(show=show, title="Outtakes", episode_type="bonus", audio=True)

    assert titles(channel("/feed/bonus.xml")) == ["Outtakes"]


def test_a_topic_has_a_feed(five, channel, show):
    five[2].topics.add(TopicFactory(show=show, name="Wax", slug="wax"))

    feed = channel("/topics/wax/feed.xml")

    assert (text(feed, "title"), titles(feed)) == (f"{show.title}: Wax", ["Part 3"])


def test_a_person_has_a_feed(five, channel, show):
    ada = PersonFactory(name="Ada", slug="ada")
    CreditFactory(episode=five[0], person=ada)
    CreditFactory(episode=five[3], person=ada)

    assert titles(channel("/people/ada/feed.xml")) == ["Part 4", "Part 1"]


def test_what_was_said_stands_below_the_notes_in_a_feed_for_readers(show, channel):
    episode = EpisodeFactory(show=show, notes_html="<p>Notes.</p>", audio=True)
    transcript = TranscriptFactory(episode=episode)
    CueFactory(transcript=transcript, speaker="Ada", text="Hello <b>there</b>.")
    EpisodeFactory(show=show, title="Silent", audio=True)

    [item] = channel("/feed/transcripts.xml").findall("item")

    body = item.find("content:encoded", NAMES).text
    assert body.startswith("<p>Notes.</p>")
    assert "<h2>Transcript</h2>" in body
    assert "<b>Ada:</b> Hello &lt;b&gt;there&lt;/b&gt;." in body


def test_a_part_of_a_show_is_another_podcast_and_none_for_directories(five, channel, show):
    bonus = channel("/feed/bonus.xml")

    assert text(bonus, "podcast:guid") != str(show.guid)
    assert text(bonus, "itunes:block") == "Yes"


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/topics/wax/", "/topics/wax/feed.xml"),
        ("/people/ada/", "/people/ada/feed.xml"),
        ("/episodes/", "/feed/bonus.xml"),
        ("/episodes/", "/feed/all.xml"),
        ("/episodes/", "/feed/transcripts.xml"),
    ],
)
def test_each_feed_can_be_found_on_its_page(client, five, show, path, feed):
    five[0].topics.add(TopicFactory(show=show, name="Wax", slug="wax"))
    CreditFactory(episode=five[0], person=PersonFactory(name="Ada", slug="ada"))

    page = client.get(path).content.decode()

    assert f'type="application/rss+xml" title="{show.title}: ' in page
    assert f'href="{show.site_address}{feed}">' in page
    assert f'href="{feed}"' in page


@pytest.mark.parametrize("path", ["/topics/wax/", "/topics/none/"])
def test_a_topic_without_a_public_episode_has_no_page(client, show, path):
    EpisodeFactory(show=show, draft=True).topics.add(TopicFactory(show=show, name="Wax", slug="wax"))

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/feed.xml", "/feed/all.xml", "/feed/transcripts.xml", "/topics/wax/feed.xml"]
)
def test_no_feed_costs_more_queries_for_more_episodes(client, show, path):
    topic = TopicFactory(show=show, slug="wax")

    def add(count):
        for episode in EpisodeFactory.create_batch(count, show=show, audio=True):
            episode.topics.add(topic)
            CueFactory(transcript=TranscriptFactory(episode=episode))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    add(2)
    before = queries()
    add(6)
    assert queries() == before


# On the wire


def test_the_answer_is_compressed_as_the_client_wishes(client, five):
    plain = client.get("/feed.xml").content
    small = client.get("/feed.xml", headers={"Accept-Encoding": "gzip, br"})

    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain
    assert int(small["Content-Length"]) < len(plain) / 2


@pytest.mark.parametrize(
    ("offer", "chosen"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("GZIP", "gzip"),
        (";;;,q=,gzip;q=nan", ""),
    ],
)
def test_the_encoding_follows_the_offer(offer, chosen):
    assert accepted(offer) == chosen


def test_each_encoding_has_a_tag_of_its_own(client, five):
    tags = {
        client.get("/feed.xml", headers={"Accept-Encoding": offer})["ETag"] for offer in ("", "gzip", "br")
    }

    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize("offer", ["", "gzip", "br"])
def test_whoever_has_any_encoding_is_not_sent_it_again(client, five, offer):
    tag = client.get("/feed.xml", headers={"Accept-Encoding": offer})["ETag"]

    again = client.get("/feed.xml", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Vary"] == "Accept-Encoding, Sec-Fetch-Dest"
    assert again["Cache-Control"] == "public, max-age=300"


def test_an_unchanged_feed_costs_two_queries_at_any_size(
    client, five, show, settings, django_assert_num_queries
):
    settings.ALLOWED_HOSTS = ["*"]
    tag = client.get("/feed.xml")["ETag"]

    with django_assert_num_queries(2):
        headers = {"If-None-Match": tag, "host": show.host_name}
        assert client.get("/feed.xml", headers=headers).status_code == 304


def test_the_tag_changes_when_a_scheduled_episode_appears(client, show):
    EpisodeFactory(show=show, audio=True)
    soon = EpisodeFactory(show=show, published_at=datetime.now(UTC) + timedelta(seconds=60), audio=True)
    before = client.get("/feed.xml")["ETag"]

    with mock.patch("django.utils.timezone.now", return_value=soon.published_at + timedelta(seconds=1)):
        after = client.get("/feed.xml")

    assert after["ETag"] != before
    assert soon.title in after.content.decode()


def test_the_hub_is_named_in_the_header_too(client, five, show, settings):
    settings.WEBSUB_HUB = "https://hub.example/"

    assert client.get("/feed.xml")["Link"] == (
        f'<https://hub.example/>; rel="hub", <{show.feed_url}>; rel="self"'
    )
    assert "Link" not in client.get("/feed.xml?page=2")


# A person with a browser

BROWSER = {"Sec-Fetch-Dest": "document"}


def test_a_browser_gets_a_page_that_says_what_a_feed_is(client, five, show):
    page = client.get("/feed.xml", headers=BROWSER)

    assert page["Content-Type"].startswith("text/html")
    assert page["Vary"] == "Accept-Encoding, Sec-Fetch-Dest"
    assert f'value="{show.feed_url}"' in page.content.decode()


def test_a_browser_that_asks_for_the_xml_gets_it(client, five):
    assert client.get("/feed.xml?raw", headers=BROWSER)["Content-Type"].startswith("application/rss+xml")


def test_nobody_else_gets_the_page(client, five):
    for headers in ({"Accept": "text/html"}, {"User-Agent": "Mozilla/5.0"}, {"Sec-Fetch-Dest": "empty"}):
        assert client.get("/feed.xml", headers=headers)["Content-Type"].startswith("application/rss+xml")


# Moving house


def test_a_show_that_moves_away_takes_its_listeners_along(client, show):
    type(show).objects.update(new_feed_url="https://elsewhere.example/feed")

    answer = client.get("/feed.xml")

    assert (answer.status_code, answer["Location"]) == (301, "https://elsewhere.example/feed")


def test_an_old_path_leads_to_the_feed_for_good(client, show):
    OldFeedAddress.objects.create(show=show, path="/podcast/rss")

    answer = client.get("/podcast/rss")

    assert (answer.status_code, answer["Location"]) == (301, show.feed_url)


def test_an_old_host_name_leads_to_the_feed_for_good(client, show, settings):
    settings.ALLOWED_HOSTS = ["*"]
    OldFeedAddress.objects.create(show=show, host_name="old.example", path="/feed.xml")

    answer = client.get("/feed.xml", headers={"host": "old.example"})

    assert (answer.status_code, answer["Location"]) == (301, show.feed_url)


def test_a_show_that_gets_another_address_takes_its_subscribers_along(client, admin_client, show, settings):
    settings.ALLOWED_HOSTS = ["*"]
    old = show.host_name
    address = reverse("admin:episodes_show_change", args=[show.pk])
    form = form_on(admin_client.get(address))
    form |= {"site_address": "https://new.example", "host_name": "new.example"}

    assert admin_client.post(address, form).status_code == 302

    moved = client.get("/feed.xml", headers={"host": old})
    assert (moved.status_code, moved["Location"]) == (301, "https://new.example/feed.xml")
    feed = ElementTree.fromstring(client.get("/feed.xml", headers={"host": "new.example"}).content)
    assert text(feed.find("channel"), "itunes:new-feed-url") == "https://new.example/feed.xml"


def test_an_old_host_name_finds_its_show_among_several(client, show, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ShowFactory()
    OldFeedAddress.objects.create(show=show, host_name="old.example", path="/rss")

    assert client.get("/rss", headers={"host": "old.example"})["Location"] == show.feed_url


def test_a_path_that_never_was_a_feed_is_not_found(client, show):
    OldFeedAddress.objects.create(show=show, path="/podcast/rss")

    assert client.get("/podcast/atom").status_code == 404


def test_a_path_of_the_sites_own_cannot_be_an_old_address(show):
    with pytest.raises(ValidationError, match="answers there itself"):
        OldFeedAddress(show=show, path="/episodes/").full_clean()


def test_a_reader_keeps_its_items_across_the_pages(five, client):
    known = [
        entry.id
        for page in (1, 2, 3)
        for entry in feedparser.parse(client.get(f"/feed.xml?page={page}").content).entries
    ]

    assert len(known) == len(set(known)) == 5
