"""The chapters document that podcast apps read."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from episodes.feeds.chapters import Chapter, write_chapters
from tests.factories import EpisodeFactory, SegmentFactory, SponsorFactory, SponsorshipFactory

KNOWN = pytest.mark.django_db


def test_a_chapter_without_an_address_says_nothing_of_one():
    written = write_chapters([Chapter(start=timedelta(0), title="Hello")], show="Tin", episode="One")

    assert json.loads(written) == {
        "version": "1.2.0",
        "podcastName": "Tin",
        "title": "One",
        "chapters": [{"startTime": 0, "title": "Hello"}],
    }


@pytest.mark.parametrize(("seconds", "written"), [(64, 64), (64.5, 64.5), (0, 0)])
def test_a_start_is_as_exact_as_it_is_known(seconds, written):
    document = write_chapters([Chapter(start=timedelta(seconds=seconds), title="x")], show="", episode="")

    assert json.dumps(json.loads(document)["chapters"][0]["startTime"]) == json.dumps(written)


@KNOWN
def test_it_holds_the_parts_with_a_known_start_in_the_order_of_the_audio(client, show):
    episode = EpisodeFactory(show=show)
    SegmentFactory(
        episode=episode, order=1, title="Later", url="https://later.example", start=timedelta(seconds=90)
    )
    SegmentFactory(
        episode=episode, order=2, title="Sooner", url="javascript:alert(1)", start=timedelta(seconds=9)
    )
    SegmentFactory(episode=episode, order=3, title="Never")

    response = client.get(episode.chapters_url)

    assert json.loads(response.content)["chapters"] == [
        {"startTime": 9, "title": "Sooner"},
        {"startTime": 90, "title": "Later", "url": "https://later.example"},
    ]


@KNOWN
def test_a_paid_message_says_whose_it_is(client, show):
    part = SegmentFactory(
        episode=EpisodeFactory(show=show), kind="sponsor", title="", url="", start=timedelta(seconds=1)
    )
    sponsor = SponsorFactory(name="Rope Works", url="https://rope.example")
    SponsorshipFactory(episode=part.episode, segment=part, sponsor=sponsor)

    chapters = json.loads(client.get(part.episode.chapters_url).content)["chapters"]

    assert chapters == [{"startTime": 1, "title": "Sponsor: Rope Works", "url": "https://rope.example"}]


@KNOWN
def test_apps_that_run_in_a_browser_may_read_it(client, show):
    part = SegmentFactory(episode=EpisodeFactory(show=show), start=timedelta(seconds=1))

    response = client.get(part.episode.chapters_url)

    assert response["Content-Type"] == "application/json+chapters"
    assert response["Access-Control-Allow-Origin"] == "*"


@KNOWN
def test_an_episode_without_known_starts_has_no_chapters(client, show):
    part = SegmentFactory(episode=EpisodeFactory(show=show))

    assert client.get(part.episode.chapters_url).status_code == 404


@KNOWN
@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_what_is_not_published_has_no_chapters(client, show, state):
    part = SegmentFactory(episode=EpisodeFactory(show=show, **{state: True}), start=timedelta(seconds=1))

    assert client.get(part.episode.chapters_url).status_code == 404
