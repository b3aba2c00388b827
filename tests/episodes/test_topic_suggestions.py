"""What an episode's notes suggest as topics, ticked in the admin's form."""

from __future__ import annotations

import pytest
from django.urls import reverse

from episodes.models import Topic
from episodes.notes.apply import apply_notes
from tests.desk import form_on
from tests.factories import EpisodeFactory, TopicFactory

pytestmark = pytest.mark.django_db

NOTES = "**Ada #1:** [Waxed string](https://string.example/wax)\n\n- Better than Twine.\n"
KNOTS = "**Ada #1:** [Knots](https://github.com/ropes/Bowline)\n\n- It holds.\n"


def episode_with(show, notes=NOTES):
    episode = EpisodeFactory(show=show, draft=True, notes=notes)
    apply_notes(episode)
    return episode


@pytest.fixture
def suggested(admin_client):
    """The names that the form of an episode offers."""

    def names(episode):
        field = opened(admin_client, episode).context["adminform"].form.fields.get("suggested_topics")
        return [name for name, _ in field.choices] if field else []

    return names


def opened(client, episode):
    return client.get(reverse("admin:episodes_episode_change", args=[episode.pk]))


def test_a_topic_of_the_show_that_the_notes_name_is_suggested(show, suggested):
    TopicFactory(show=show, name="twine")
    TopicFactory(show=show, name="wine")
    TopicFactory(name="string")

    assert suggested(episode_with(show)) == ["twine"]


def test_a_topic_that_the_episode_has_is_not_suggested(show, suggested):
    episode = episode_with(show)
    episode.topics.add(TopicFactory(show=show, name="twine"))

    assert suggested(episode) == []


def test_a_project_that_three_episodes_link_to_is_suggested(show, suggested):
    episode = episode_with(show, KNOTS)
    episode_with(show, KNOTS)
    assert suggested(episode) == []

    episode_with(show, KNOTS)
    assert [name.lower() for name in suggested(episode)] == ["bowline"]


def test_what_is_ticked_becomes_a_topic_of_the_episode(show, admin_client):
    for _ in range(3):
        episode = episode_with(show, KNOTS.replace("holds", "holds Twine"))
    twine = TopicFactory(show=show, name="twine")
    form = form_on(opened(admin_client, episode))

    admin_client.post(
        reverse("admin:episodes_episode_change", args=[episode.pk]),
        form | {"suggested_topics": ["twine", "bowline"]},
    )

    assert twine in episode.topics.all()
    assert sorted(topic.name for topic in episode.topics.all()) == ["bowline", "twine"]
    assert Topic.objects.filter(show=show).count() == 2


def test_what_is_not_ticked_stays_out(show, admin_client):
    TopicFactory(show=show, name="twine")
    episode = episode_with(show)

    admin_client.post(
        reverse("admin:episodes_episode_change", args=[episode.pk]), form_on(opened(admin_client, episode))
    )

    assert not episode.topics.exists()
