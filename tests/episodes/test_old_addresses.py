"""An address that was ever public leads on for ever."""

from __future__ import annotations

import pytest

from tests.factories import CreditFactory, EpisodeFactory, PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def where(client, path):
    response = client.get(path)
    assert response.status_code == 301, response.status_code
    return response["Location"]


def test_an_episode_without_a_number_is_found_by_its_old_slug(client, show):
    episode = EpisodeFactory(show=show, number=None, slug="old")
    change(episode, slug="new")

    assert where(client, "/episodes/old/old/") == "/episodes/new/new/"
    assert where(client, "/episodes/old/") == "/episodes/new/"


def test_what_belongs_to_an_episode_moves_with_it(client, show):
    episode = EpisodeFactory(show=show, number=None, slug="old", audio=True)
    change(episode, slug="new")

    assert where(client, "/episodes/old/old/audio.mp3") == "/episodes/new/new/audio.mp3"
    assert where(client, "/episodes/old/old/transcript/") == "/episodes/new/new/transcript/"


def test_an_episode_is_found_by_its_old_number(client, show):
    change(EpisodeFactory(show=show, number=12, slug="ropes"), number=13)

    assert where(client, "/episodes/12/ropes/") == "/episodes/13/ropes/"
    assert where(client, "/12") == "/13"


def test_a_number_that_went_to_another_episode_leads_by_the_slug(client, show):
    change(EpisodeFactory(show=show, number=12, slug="ropes"), number=13)
    EpisodeFactory(show=show, number=12, slug="knots")

    assert where(client, "/episodes/12/ropes/") == "/episodes/13/ropes/"


def test_a_slug_that_was_changed_twice_leads_to_the_newest(client, show):
    episode = EpisodeFactory(show=show, number=None, slug="one")
    change(episode, slug="two")
    change(episode, slug="three")

    assert where(client, "/episodes/one/one/") == "/episodes/three/three/"
    assert where(client, "/episodes/two/two/") == "/episodes/three/three/"


def test_a_slug_changed_in_bulk_is_remembered_too(client, show):
    EpisodeFactory(show=show, number=None, slug="old")
    show.episodes.update(slug="new")

    assert where(client, "/episodes/old/old/") == "/episodes/new/new/"


def test_a_person_and_their_feed_are_found_by_the_old_slug(client, show):
    person = PersonFactory(slug="brain")
    CreditFactory(episode__show=show, person=person)
    change(person, slug="brian")

    assert where(client, "/people/brain/") == "/people/brian/"
    assert where(client, "/people/brain/feed.xml") == "/people/brian/feed.xml"


def test_a_topic_is_found_by_its_old_slug(client, show):
    topic = TopicFactory(show=show, slug="tests")
    EpisodeFactory(show=show).topics.add(topic)
    change(topic, slug="testing")

    assert where(client, "/topics/tests/") == "/topics/testing/"


def test_an_address_of_today_comes_before_one_of_old(client, show):
    change(EpisodeFactory(show=show, number=None, slug="news"), slug="old-news")
    EpisodeFactory(show=show, number=None, slug="news")

    assert client.get("/episodes/news/news/").status_code == 200


def test_a_draft_is_not_given_away_by_its_old_slug(client, show):
    change(EpisodeFactory(show=show, number=None, slug="old", draft=True), slug="secret")

    assert client.get("/episodes/old/old/").status_code == 404


def test_the_old_slug_of_another_show_leads_nowhere(client, show, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = EpisodeFactory(number=None, slug="old")
    change(other, slug="new")

    assert client.get("/episodes/old/old/", headers={"host": show.host_name}).status_code == 404


def test_what_never_was_is_not_there(client, show):
    for path in ("/episodes/never/never/", "/people/never/", "/topics/never/", "/99999", "/never"):
        assert client.get(path).status_code == 404
