"""The feed as two readers of others understand it: feedparser (planets) and podcastparser (gPodder)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import feedparser
import podcastparser
import pytest
from django.urls import reverse

from tests.factories import CreditFactory, EpisodeFactory, SegmentFactory, ShowFactory, TranscriptFactory

pytestmark = pytest.mark.django_db
HOSTILE = "<b>Tea</b> & \x08biscuits ]]> 🧵"


@pytest.fixture
def document(client):
    show = ShowFactory(description=HOSTILE)
    for number in (1, 2, 3):
        episode = EpisodeFactory(
            show=show, number=number, title=HOSTILE, notes_html="<p>Tea &amp; biscuits</p>", audio=True
        )
        SegmentFactory(episode=episode, title="Hello", start=timedelta(0))
        SegmentFactory(episode=episode, title=HOSTILE, start=timedelta(seconds=61))
        CreditFactory(episode=episode)
        TranscriptFactory(episode=episode)
    return client.get(reverse("episodes:feed")).content


@pytest.fixture
def planet(document):
    return feedparser.parse(document)


@pytest.fixture
def gpodder(document):
    return podcastparser.parse("https://tincan.example/feed.xml", BytesIO(document))


def test_feedparser_finds_nothing_wrong(planet):
    assert (planet.bozo, planet.version, len(planet.entries)) == (False, "rss20", 3)


def test_feedparser_reads_the_notes(planet):
    assert "<p>Tea &amp; biscuits</p>" in planet.entries[0].content[0].value


def test_feedparser_reads_the_enclosure(planet):
    enclosure = planet.entries[0].enclosures[0]
    assert (enclosure.type, int(enclosure.length)) == ("audio/mpeg", 12303)


def test_feedparser_knows_each_episode_by_its_guid(planet):
    assert len({entry.id for entry in planet.entries}) == 3
    assert not any(entry.guidislink for entry in planet.entries)


def test_gpodder_sees_every_episode(gpodder):
    assert [episode["number"] for episode in gpodder["episodes"]] == [3, 2, 1]


def test_gpodder_reads_what_is_pasted_into_a_title(gpodder):
    assert gpodder["episodes"][0]["title"] == "<b>Tea</b> & biscuits ]]> 🧵"


def test_gpodder_reads_the_chapters(gpodder):
    assert [(chapter["start"], chapter["title"]) for chapter in gpodder["episodes"][0]["chapters"]] == [
        (0, "Hello"),
        (61, "<b>Tea</b> & biscuits ]]> 🧵"),
    ]


def test_gpodder_reads_the_enclosure_and_the_duration(gpodder):
    episode = gpodder["episodes"][0]
    assert (episode["enclosures"][0]["file_size"], episode["total_time"]) == (12303, 3)
