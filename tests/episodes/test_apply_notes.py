"""Notes -> rows: what is derived, what a host entered stays, and how few statements it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from episodes.models import Credit, Link, Segment
from episodes.notes.apply import apply_notes
from tests.factories import CreditFactory, EpisodeFactory, PersonFactory, ShowHostFactory

pytestmark = pytest.mark.django_db

NOTES = """\
# Tin Can 7: Knots

Sponsored by [Twine](https://twine.example)

Special guest: [Cy Moss](https://cy.example)

**Ada #1:** [Bowline](https://knots.example)

- Holds. [Why](https://why.example)

**Cy #2: Splice** [0:12:30]

- Stays.
"""


@pytest.fixture
def episode(show):
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Lane"))
    return EpisodeFactory(show=show, number=7, notes=NOTES)


def credits(episode):
    return list(episode.credits.values_list("person__name", "role"))


def test_segments_links_credits_and_sponsors_follow_from_the_notes(episode):
    apply_notes(episode)

    topics = episode.segments.filter(kind="topic")
    assert [(part.title, part.person.name, part.slug) for part in topics] == [
        ("Bowline", "Ada Lane", "bowline"),
        ("Splice", "Cy Moss", "splice"),
    ]
    assert [link.url for link in topics[0].links.all()] == ["https://knots.example", "https://why.example"]
    assert credits(episode) == [("Ada Lane", "host"), ("Cy Moss", "guest")]
    assert [one.sponsor.name for one in episode.sponsorships.all()] == ["Twine"]


def test_a_second_time_nothing_is_written(episode, django_assert_max_num_queries):
    apply_notes(episode)
    before = list(Segment.objects.values()), list(Link.objects.values()), list(Credit.objects.values())
    revision = type(episode.show).objects.get().revision

    apply_notes(episode)

    assert (
        list(Segment.objects.values()),
        list(Link.objects.values()),
        list(Credit.objects.values()),
    ) == before
    assert type(episode.show).objects.get().revision == revision


def test_the_statements_do_not_grow_with_the_segments(show, django_assert_max_num_queries):
    topics = "".join(
        f"**Ada #{n}:** [Knot {n}](https://knots.example/{n})\n\n- [Why](https://why.example/{n})\n\n"
        for n in range(1, 60)
    )
    episode = EpisodeFactory(show=show, notes=topics)

    with django_assert_max_num_queries(15):
        apply_notes(episode)

    assert (Segment.objects.count(), Link.objects.count()) == (59, 118)


def test_a_credit_that_a_host_entered_stays(episode):
    CreditFactory(episode=episode, person=PersonFactory(name="Di"), role=Credit.Role.OTHER)

    apply_notes(episode)

    assert ("Di", "other") in credits(episode)


def test_a_name_that_nobody_has_makes_no_person(episode):
    episode.notes = "**Zoe #1: Alone**\n\n- Text.\n"

    apply_notes(episode)

    assert episode.segments.get().person is None
    assert credits(episode) == []


def test_a_time_in_the_notes_is_a_start_and_goes_with_it(episode):
    apply_notes(episode)
    assert episode.segments.get(title="Splice").start == timedelta(minutes=12, seconds=30)

    episode.notes = NOTES.replace(" [0:12:30]", "")
    apply_notes(episode)
    assert episode.segments.get(title="Splice").start is None


def test_segments_that_come_from_an_export_bring_their_permalinks_and_starts(episode):
    known = Segment(
        episode=episode,
        slug="said-aloud",
        order=1,
        number=1,
        title="Bowline",
        url="https://knots.example",
        start=timedelta(seconds=5),
        start_origin="host",
    )
    gone = Segment(episode=episode, slug="gone", order=2, title="Not in the notes")

    apply_notes(episode, restored=[known, gone])

    bowline = episode.segments.get(title="Bowline")
    assert (bowline.slug, bowline.start) == ("said-aloud", timedelta(seconds=5))
    assert not episode.segments.filter(slug="gone").exists()
