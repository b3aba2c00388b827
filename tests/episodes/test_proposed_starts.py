"""What the transcript proposes, a host confirms, corrects or refuses; listeners can tell what nobody has checked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.desk import form_on
from tests.factories import EpisodeFactory, SegmentFactory

pytestmark = pytest.mark.django_db

NOTES = "**Ada #1:** [Wax](https://wax.example)\n\n- It carries further.\n"
HEARD = timedelta(seconds=62)


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show, number=12, notes=NOTES)


@pytest.fixture
def segment(episode):
    return SegmentFactory(
        episode=episode,
        title="Wax",
        slug="wax",
        host_name="Ada",
        proposed_start=HEARD,
        proposed_confidence=0.61,
        proposed_evidence="Ada, what have you got?",
    )


@pytest.fixture
def found(segment):
    segment.start, segment.start_origin = HEARD, "found"
    segment.save()
    return segment


@pytest.fixture
def desk(admin_client, episode):
    """Opens the episode's form, changes some fields of its first segment, and sends it."""
    address = reverse("admin:episodes_episode_change", args=[episode.pk])

    def save(**fields):
        form = form_on(admin_client.get(address))
        form |= {f"segments-0-{name}": value for name, value in fields.items()}
        response = admin_client.post(address, form)
        assert response.status_code == 302, response.context["errors"]

    return save


def test_a_host_reads_where_it_was_heard_how_sure_that_is_and_by_which_words(admin_client, episode, segment):
    page = admin_client.get(reverse("admin:episodes_episode_change", args=[episode.pk])).content.decode()

    assert all(text in page for text in ("01:02", "61 % sure", "Ada, what have you got?"))


def test_a_host_calls_a_proposal_right(desk, segment):
    desk(right="on")

    segment.refresh_from_db()
    assert (segment.start, segment.start_origin) == (HEARD, "host")


def test_a_host_confirms_a_start_that_is_in_use_already(desk, found):
    desk(right="on")

    found.refresh_from_db()
    assert (found.start, found.start_origin) == (HEARD, "host")


def test_a_host_corrects_a_start(desk, found):
    desk(start="0:01:10")

    found.refresh_from_db()
    assert (found.start, found.start_origin) == (timedelta(seconds=70), "host")


def test_a_host_takes_a_start_away_and_the_refusal_is_kept(desk, found):
    desk(start="")

    found.refresh_from_db()
    assert (found.start, found.start_origin, found.proposal_refused) == (None, "", True)


def test_saving_the_episode_without_an_answer_confirms_nothing(desk, found):
    desk()

    found.refresh_from_db()
    assert (found.start, found.start_origin) == (HEARD, "found")


def test_a_start_that_nobody_checked_is_marked_for_listeners(client, episode, found):
    page = client.get(episode.get_absolute_url()).content.decode()

    assert 'data-start-origin="found"' in page
    assert "no host has checked them yet" in page


def test_a_confirmed_start_bears_no_mark(client, episode, found):
    found.confirm_proposal()
    found.save()

    page = client.get(episode.get_absolute_url()).content.decode()

    assert 'data-start="62"' in page
    assert "data-start-origin" not in page
    assert "≈" not in page


def test_what_is_only_proposed_is_no_chapter(client, episode, segment):
    assert episode.chapters == []


def test_the_form_costs_the_same_queries_for_any_number_of_segments(
    admin_client, episode, segment, django_assert_max_num_queries
):
    for place in range(102, 112):
        SegmentFactory(episode=episode, order=place, proposed_start=HEARD, proposed_confidence=0.5)

    with django_assert_max_num_queries(30):
        admin_client.get(reverse("admin:episodes_episode_change", args=[episode.pk]))
