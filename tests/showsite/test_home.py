"""The first page of a show, and that of an installation without one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
    TranscriptFactory,
)
from tests.pages import read_page

pytestmark = pytest.mark.django_db


def read(client, **headers):
    response = client.get("/", **headers)
    assert response.status_code == 200
    return read_page(response)


def test_it_says_what_the_show_is_and_who_makes_it(client, show):
    for name in ("Ada Moss", "Bo Lind", "Cleo Park"):
        ShowHostFactory(show=show, person=PersonFactory(name=name))

    assert read(client).one("h1").text == (
        "Tin Can Telephone. Two cans, one string. With Ada Moss , Bo Lind and Cleo Park ."
    )


def test_the_latest_episode_can_be_played_at_once(client, show):
    EpisodeFactory(show=show, title="Old", audio=True)
    episode = EpisodeFactory(show=show, title="New", audio=True)

    page = read(client)

    assert page.one("h2", class_="title").one("a").text == "New"
    assert page.one("audio")["src"] == episode.audio_url
    assert "data-lazy" in page.one("section", id="Player").attributes
    assert [link.text for link in page.one("ol", class_="items").all("h3")] == ["Old"]


def test_its_transcript_is_a_step_away(client, show):
    episode = TranscriptFactory(episode=EpisodeFactory(show=show)).episode

    assert episode.transcript_url in [link["href"] for link in read(client).all("a")]


def test_every_earlier_episode_opens_where_it_plays(client, show):
    earlier, _ = (EpisodeFactory(show=show, audio=True) for _ in range(2))

    assert (
        read(client).one("ol", class_="items").one("a", class_="time")["href"]
        == f"{earlier.get_absolute_url()}#t=0"
    )


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_what_is_not_published_is_not_there(client, show, state):
    EpisodeFactory(show=show, **{state: True})

    page = read(client)

    assert not page.all("h2", class_="title")
    assert "The first episode is on its way" in page.one("main").text


def test_listeners_can_subscribe(client, show):
    show.subscribe_links.create(label="Pocket Casts", url="https://casts.example")

    links = read(client).one("ul", class_="apps").all("a")

    assert [(link.text, link["href"]) for link in links] == [
        ("Pocket Casts", "https://casts.example"),
        ("RSS feed", "/feed.xml"),
    ]


def test_each_show_has_a_first_page_of_its_own(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ShowFactory(title="One", host_name="one.example")
    ShowFactory(title="Two", host_name="two.example")

    assert read(client, HTTP_HOST="two.example").one("a", class_="brand").text == "Two"


def test_an_installation_without_a_show_says_what_to_do(client, db):
    page = read(client)

    assert page.one("h1").text == "A stage without a show"
    assert "/admin/" in [link["href"] for link in page.all("a")]


def test_it_sets_no_cookie_and_does_not_vary_with_one(admin_client, show):
    EpisodeFactory(show=show, audio=True)

    response = admin_client.get("/")

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_number_of_queries_does_not_grow_with_the_episodes(client, show):
    def queries(size):
        for _ in range(size):
            episode = EpisodeFactory(show=show, audio=True)
            person = ShowHostFactory(show=show).person
            CreditFactory(episode=episode, person=person)
            SegmentFactory(episode=episode, person=person, start=timedelta(seconds=1))
        with CaptureQueriesContext(connection) as captured:
            read(client)
        return len(captured)

    assert queries(2) == queries(6)
