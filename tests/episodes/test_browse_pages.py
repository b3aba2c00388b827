"""The ways into a show: people, topics, sponsors, and the archive's questions."""

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
    ShowHostFactory,
    SponsorshipFactory,
    TopicFactory,
)
from tests.pages import read_page

pytestmark = pytest.mark.django_db


def test_people_are_hosts_first_then_those_who_were_there_most_often(client, show):
    host, often, once = PersonFactory(name="Ada"), PersonFactory(name="Often"), PersonFactory(name="Aaron")
    ShowHostFactory(show=show, person=host)
    for person in (host, often, once):
        CreditFactory(episode__show=show, person=person, role="guest")
    CreditFactory(episode__show=show, person=often, role="guest")

    page = read_page(client.get("/people/"))

    names = [link.text for link in page.one("main").all("a")]
    assert names == ["Ada", "Often", "Aaron"]


def test_whoever_is_only_in_a_draft_is_not_listed(client, show):
    CreditFactory(episode=EpisodeFactory(show=show, draft=True), person__name="Secret Guest")

    assert "Secret Guest" not in client.get("/people/").content.decode()


def test_topics_are_listed_with_the_number_of_their_episodes(client, show):
    testing = TopicFactory(show=show, name="Testing")
    TopicFactory(show=show, name="Unused")
    for _ in range(2):
        EpisodeFactory(show=show).topics.add(testing)

    page = read_page(client.get("/topics/")).one("main")

    assert page.one("a", href="/topics/testing/").text == "Testing"
    assert "2 episodes" in page.text
    assert "Unused" not in page.text


def test_every_message_is_listed_with_its_minute(client, show):
    episode = EpisodeFactory(show=show, audio=True)
    segment = SegmentFactory(episode=episode, kind="sponsor", start=timedelta(seconds=61))
    SponsorshipFactory(episode=episode, segment=segment, sponsor__name="Twine & Co")

    page = read_page(client.get("/sponsors/")).one("main")

    row = page.one("tbody").one("tr")
    assert row.one("a", rel="sponsored").text == "Twine & Co"
    assert row.one("a", class_="time")["href"] == f"{episode.get_absolute_url()}#t=61"


def test_messages_of_drafts_are_not_listed(client, show):
    SponsorshipFactory(episode=EpisodeFactory(show=show, draft=True), sponsor__name="Secret Deal")

    assert "Secret Deal" not in client.get("/sponsors/").content.decode()


def titles(client, query):
    page = read_page(client.get(f"/episodes/?{query}"))
    return [link.text for link in page.all("a", class_="ttl")]


def test_topics_and_voices_stand_by_their_names(client, show):
    episode = EpisodeFactory(show=show)
    for name in ("Testing", "async", "Databases"):
        episode.topics.add(TopicFactory(show=show, name=name))
    for name in ("Zoe Finch", "ada Quill", "Bo Reed"):
        CreditFactory(episode=episode, person=PersonFactory(name=name))

    for path in ("/episodes/", "/search/"):
        page = read_page(client.get(path))
        topics, voices = (page.one("select", name=name).all("option")[1:] for name in ("topic", "person"))
        assert [option.text for option in topics] == ["async", "Databases", "Testing"]
        assert [option.text for option in voices] == ["ada Quill", "Bo Reed", "Zoe Finch"]
    listed = read_page(client.get("/topics/")).one("ul", class_="refs").all("a")
    assert [link.text for link in listed] == ["async", "Databases", "Testing"]


def test_the_archive_finds_the_episodes_of_a_topic(client, show):
    EpisodeFactory(show=show, title="Other")
    EpisodeFactory(show=show, title="Tested").topics.add(TopicFactory(show=show, name="Testing"))

    assert titles(client, "topic=testing") == ["Tested"]


def test_the_archive_finds_the_episodes_of_a_person(client, show):
    EpisodeFactory(show=show, title="Other")
    CreditFactory(episode=EpisodeFactory(show=show, title="With Ada"), person=PersonFactory(slug="ada"))

    assert titles(client, "person=ada") == ["With Ada"]


def test_the_archive_finds_words_of_notes_and_titles(client, show):
    EpisodeFactory(show=show, title="Other")
    EpisodeFactory(show=show, title="All about hedgehogs")
    SegmentFactory(episode=EpisodeFactory(show=show, title="Mammals"), title="A hedgehog in a hedge")

    assert titles(client, "q=hedgehog") == ["Mammals", "All about hedgehogs"]


def test_the_archive_does_not_look_into_paid_messages(client, show):
    SegmentFactory(episode__show=show, kind="sponsor", title="Hedgehog Inc")

    assert titles(client, "q=hedgehog") == []


def test_all_questions_are_asked_together(client, show):
    topic = TopicFactory(show=show, name="Testing")
    EpisodeFactory(show=show, title="Hedgehogs")
    EpisodeFactory(show=show, title="Hedgehogs, tested").topics.add(topic)

    assert titles(client, "q=hedgehog&topic=testing") == ["Hedgehogs, tested"]


def test_the_form_keeps_what_was_asked(client, show):
    EpisodeFactory(show=show).topics.add(TopicFactory(show=show, name="Testing"))

    page = read_page(client.get("/episodes/?topic=testing&q=<b>"))

    assert page.one("option", selected="")["value"] == "testing"
    assert page.one("input", id="Words")["value"] == "<b>"


def test_the_next_page_asks_the_same(client, show):
    topic = TopicFactory(show=show, name="Testing")
    for _ in range(101):
        EpisodeFactory(show=show).topics.add(topic)

    page = read_page(client.get("/episodes/?topic=testing"))

    assert page.one("a", rel="next")["href"] == "?topic=testing&page=2"


@pytest.mark.parametrize("path", ["/people/", "/topics/", "/sponsors/", "/episodes/?q=things&topic=testing"])
def test_a_list_costs_the_same_with_more_episodes(client, show, path):
    def fill():
        episode = EpisodeFactory(show=show)
        episode.topics.add(show.topics.get_or_create(name="Testing")[0])
        CreditFactory(episode=episode)
        SponsorshipFactory(episode=episode, segment=SegmentFactory(episode=episode, kind="sponsor"))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    fill()
    before = queries()
    for _ in range(5):
        fill()
    assert queries() == before
