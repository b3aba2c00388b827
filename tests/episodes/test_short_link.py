"""The address to say aloud."""

from __future__ import annotations

import pytest

from tests.factories import EpisodeFactory

pytestmark = pytest.mark.django_db


def test_a_number_leads_to_its_episode(client, show):
    episode = EpisodeFactory(show=show, number=12)

    response = client.get("/12")

    assert (response.status_code, response["Location"]) == (302, episode.get_absolute_url())


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_the_number_of_what_is_not_published_leads_nowhere(client, show, state):
    EpisodeFactory(show=show, number=12, **{state: True})

    assert client.get("/12").status_code == 404


@pytest.mark.parametrize("number", ["0", "13", "99999999999999999999", "1" * 4000])
def test_a_number_that_no_episode_has_leads_nowhere(client, show, number):
    assert client.get(f"/{number}").status_code == 404
