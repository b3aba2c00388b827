"""A query that is written once answers as the query set does that it was made from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from episodes.episode_pages import episodes_beside, published_episode
from episodes.models import Episode
from episodes.models.prepared import Prepared
from tests.factories import EpisodeFactory, SegmentFactory, ShowFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def show():
    return ShowFactory()


def test_each_call_has_its_own_values(show):
    one, other = EpisodeFactory(show=show, number=1), EpisodeFactory(show=show, number=2)
    numbered = Prepared(lambda number, title: Episode.objects.filter(number=number, title=title).for_list())

    assert numbered(1, one.title) == [one]
    assert numbered(2, other.title) == [other]
    assert numbered(1, other.title) == []


def test_rows_bring_along_what_their_query_set_does(show, django_assert_num_queries):
    segment = SegmentFactory(episode=EpisodeFactory(show=show, number=1))
    numbered = Prepared(lambda number: Episode.objects.filter(number=number).for_list())

    with django_assert_num_queries(1):
        assert [list(episode.segments.all()) for episode in numbered(1)] == [[segment]]


def test_what_is_asked_further_of_rows_that_came_along_is_asked_of_the_database(
    show, django_assert_num_queries
):
    episode, other = EpisodeFactory(show=show, number=1), EpisodeFactory(show=show, number=2)
    for one in (episode, other):
        SegmentFactory(episode=one, kind="joke")
        SegmentFactory(episode=one)
    [found] = Episode.objects.filter(number=1).for_list()

    with django_assert_num_queries(1):
        jokes = list(found.segments.filter(kind="joke"))
    assert jokes == [episode.segments.get(kind="joke")]
    with django_assert_num_queries(0):
        assert jokes[0].episode is found


def test_topics_that_came_along_are_those_of_their_episode_when_asked_further(
    show, django_assert_num_queries
):
    episode, other = EpisodeFactory(show=show, number=1), EpisodeFactory(show=show, number=2)
    about = TopicFactory(show=show, name="Compost")
    episode.topics.add(about, TopicFactory(show=show, name="Beans"))
    other.topics.add(about, TopicFactory(show=show, name="Soil"))
    [found] = Episode.objects.filter(number=1).for_list()

    with django_assert_num_queries(0):
        assert [topic.name for topic in found.topics.all()] == ["Beans", "Compost"]
    with django_assert_num_queries(2):
        assert list(found.topics.filter(episodes=other)) == []
        assert list(found.topics.exclude(name="Beans")) == [about]
    assert list(found.topics.filter(episodes=other)) == list(episode.topics.filter(episodes=other))


def test_in_a_list_a_text_comes_along_where_it_stands_in_for_a_title(show, django_assert_num_queries):
    episode = EpisodeFactory(show=show, number=1)
    SegmentFactory(episode=episode, title="", text="Beans first.\nThen soil.")
    SegmentFactory(episode=episode, title="Compost", text="It is warm.")
    [found] = Episode.objects.filter(number=1).for_list()

    with django_assert_num_queries(0):
        assert [segment.heading for segment in found.segments.all()] == ["Beans first.", "Compost"]
    with django_assert_num_queries(1):
        assert [segment.text for segment in found.segments.all()] == [
            "Beans first.\nThen soil.",
            "It is warm.",
        ]


def test_a_value_that_the_query_does_not_use_is_an_error():
    with pytest.raises(LookupError, match=r"\[1\]"):
        Prepared(lambda number, unused: Episode.objects.filter(number=number))(1, "x")


def test_a_page_is_there_from_its_minute_on(show):
    now = timezone.now()
    EpisodeFactory(show=show, number=1, published_at=now + timedelta(minutes=1))
    EpisodeFactory(show=show, number=2, draft=True)
    out = EpisodeFactory(show=show, number=None, slug="trailer", published_at=now - timedelta(minutes=1))

    assert [published_episode(show, address) for address in ("1", "2", "trailer", "3", "x")] == [
        *(None, None, out, None, None)
    ]


def test_beside_an_episode_are_its_neighbours_of_the_same_show(show):
    now = timezone.now()
    first, second, third, _ = [
        EpisodeFactory(show=show, published_at=now - timedelta(days=days)) for days in (4, 3, 2, 1)
    ]
    EpisodeFactory(show=ShowFactory(), published_at=now - timedelta(days=2, hours=5))

    assert {other.pk for other in episodes_beside(second)} == {first.pk, third.pk}
    assert {other.pk for other in episodes_beside(first)} == {second.pk}
