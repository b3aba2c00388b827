"""Somebody's page: who they are, and where they are heard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from episodes.models import Episode
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
)
from tests.pages import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(show):
    return PersonFactory(name="Zoe Reed", slug="zoe-reed", bio="Ties things.")


def read(client):
    return read_page(client.get("/people/zoe-reed/"))


def test_it_shows_who_it_is(client, show, zoe):
    zoe.links.create(url="https://zoe.example", label="Zoe's page")
    ShowHostFactory(show=show, person=zoe)

    page = read(client)

    assert page.one("h1").text == "Zoe Reed"
    assert page.one("p", class_="lead").text == "Ties things."
    assert page.one("p", class_="face").text == "ZR"
    assert page.one("a", rel="me").text == "Zoe's page"
    assert page.one("link", rel="canonical")["href"] == f"{show.site_address}/people/zoe-reed/"


def test_it_lists_the_segments_they_led_with_times_that_open_the_episode(client, show, zoe):
    episode = EpisodeFactory(show=show, audio=True)
    SegmentFactory(episode=episode, person=zoe, title="Bowlines", slug="bowlines", start=timedelta(seconds=2))
    SegmentFactory(episode=episode, person=PersonFactory(), title="Hitches")

    (led,) = read(client).one("ul", class_="led").all("li")

    assert [link["href"] for link in led.all("a")] == [
        f"{episode.get_absolute_url()}#t=2",
        f"{episode.get_absolute_url()}#bowlines",
    ]


def test_a_guest_without_a_segment_is_heard_all_the_same(client, show, zoe):
    episode = EpisodeFactory(show=show, title="Knots")
    CreditFactory(episode=episode, person=zoe, role="guest")

    page = read(client)

    assert [heading.text for heading in page.all("h3")][:1] == ["Knots"]
    assert page.one("dl", class_="facts").text == "Guest in 1 episode"


def test_an_episode_in_which_they_lead_much_is_listed_once(client, show, zoe):
    episode = EpisodeFactory(show=show)
    CreditFactory(episode=episode, person=zoe)
    for _ in range(3):
        SegmentFactory(episode=episode, person=zoe)

    assert len(read(client).one("ol", class_="items").all("h3")) == 1


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_a_guest_of_what_is_not_published_is_not_given_away(client, show, zoe, state):
    CreditFactory(episode=EpisodeFactory(show=show, **{state: True}), person=zoe, role="guest")

    assert client.get("/people/zoe-reed/").status_code == 404


def test_a_person_of_another_show_is_not_found_here(client, zoe):
    CreditFactory(episode=EpisodeFactory(show=ShowFactory()), person=zoe)
    ShowFactory(host_name="testserver")

    assert client.get("/people/zoe-reed/").status_code == 404


def test_the_other_lanes_of_the_score_are_dimmed(client, show, zoe):
    episode = EpisodeFactory(show=show, audio=True)
    Episode.objects.filter(pk=episode.pk).update(audio_duration=timedelta(seconds=100))
    for order, person in enumerate([PersonFactory(), zoe]):
        CreditFactory(episode=episode, person=person, order=order)
        SegmentFactory(episode=episode, person=person, start=timedelta(seconds=50 * order))

    bars = read(client).one("svg", class_="mini").all("rect")

    assert [bar["class"] for bar in bars] == ["idle", "v2"]


def test_the_number_of_queries_does_not_grow_with_the_episodes(client, show, zoe):
    def queries(size):
        for _ in range(size):
            SegmentFactory(
                episode=EpisodeFactory(show=show, audio=True), person=zoe, start=timedelta(seconds=1)
            )
        with CaptureQueriesContext(connection) as captured:
            read(client)
        return len(captured)

    assert queries(3) == queries(9)
