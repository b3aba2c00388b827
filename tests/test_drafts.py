"""A draft or a scheduled episode shows nowhere, and nobody can tell it from one that does not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from episodes.models import Episode
from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowHostFactory,
)
from transcripts.models import Passage

pytestmark = pytest.mark.django_db

SECRET = "Unspeakable"


@pytest.fixture(params=["draft", "scheduled"])
def hidden(request, show):
    EpisodeFactory(show=show, number=1, published_at=timezone.now() - timedelta(days=9))
    episode = EpisodeFactory(
        show=show, number=2, title=SECRET, slug="two", audio=True, **{request.param: True}
    )
    SegmentFactory(episode=episode, title=SECRET, text=SECRET, start=timedelta(seconds=3))
    cue = CueFactory(transcript__episode=episode, text=SECRET)
    Passage.objects.create(transcript=cue.transcript, start=cue.start, text=SECRET)
    host = PersonFactory(slug="ada")
    ShowHostFactory(show=show, person=host)
    CreditFactory(episode=episode, person=host)
    return episode


def own_addresses(episode):
    return [
        episode.get_absolute_url(),
        episode.transcript_url,
        episode.transcript_vtt_url,
        episode.audio_url,
        episode.chapters_url,
        episode.card_url,
        episode.segments.get().card_url,
        "/2",
        "/episodes/2/",
    ]


def test_each_of_its_addresses_answers_as_if_it_did_not_exist(client, hidden):
    for address in own_addresses(hidden):
        answer = client.get(address)
        missing = client.get(address.replace("2", "3", 1))
        assert answer.status_code == missing.status_code == 404, address
        assert answer.content == missing.content, address


@pytest.mark.parametrize(
    "address", ["/", "/episodes/", "/feed.xml", "/sitemap.xml", "/people/ada/", "/episodes/1/"]
)
def test_no_page_of_the_show_names_it(client, hidden, address):
    response = client.get(address, follow=True)

    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert "/episodes/2/" not in response.content.decode()


def test_no_search_finds_it(client, hidden):
    assert "/episodes/2/" not in client.get("/search/", {"q": SECRET}).content.decode()


def test_its_neighbours_do_not_lead_to_it(client, hidden):
    page = client.get(Episode.objects.get(number=1).get_absolute_url()).content.decode()

    assert SECRET not in page


def test_at_its_moment_all_of_it_is_there(client, hidden):
    Episode.objects.filter(pk=hidden.pk).update(published_at=timezone.now())

    statuses = [client.get(address, follow=False).status_code for address in own_addresses(hidden)]

    assert statuses == [200, 200, 200, 302, 200, 302, 302, 302, 301]
    assert SECRET in client.get("/feed.xml").content.decode()


def test_a_host_who_is_logged_in_sees_the_page_marked_as_a_draft(admin_client, hidden):
    response = admin_client.get(hidden.get_absolute_url())

    assert response.status_code == 200
    assert "draft" in response.content.decode().lower() or "scheduled" in response.content.decode().lower()
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response.get("X-Robots-Tag", "") or 'content="noindex' in response.content.decode()
