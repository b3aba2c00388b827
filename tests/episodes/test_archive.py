"""All episodes of a show, by year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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


def many(show, count):
    """Episodes from 1 on, one a day, the last one on the last day of 2025."""
    last = datetime(2025, 12, 31, 12, tzinfo=UTC)
    Episode.objects.bulk_create(
        Episode(
            show=show,
            number=number,
            title=f"Number {number}",
            slug=f"number-{number}",
            published_at=last - timedelta(days=count - number),
        )
        for number in range(1, count + 1)
    )


def test_episodes_stand_under_their_years_newest_first(client, show):
    EpisodeFactory(show=show, number=1, published_at=datetime(2025, 5, 1, tzinfo=UTC), title="Old")
    EpisodeFactory(show=show, number=2, published_at=datetime(2026, 5, 1, tzinfo=UTC), title="New")
    EpisodeFactory(show=show, number=3, published_at=datetime(2026, 6, 1, tzinfo=UTC), title="Newest")

    sections = read_page(client.get("/episodes/")).one("main").all("section")

    assert [section.one("h2").text for section in sections] == ["2026 2 episodes", "2025 1 episode"]
    assert [[row.text for row in section.all("a")] for section in sections] == [["Newest", "New"], ["Old"]]


def test_a_year_begins_in_the_shows_own_time_zone(client, show):
    show.time_zone = "Asia/Tokyo"
    show.save()
    EpisodeFactory(show=show, published_at=datetime(2025, 12, 31, 20, tzinfo=UTC))

    page = read_page(client.get("/episodes/"))

    assert page.one("main").one("h2").text == "2026 1 episode"
    assert page.one("main").one("time").text == "1 Jan"


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_what_is_not_published_is_not_listed(client, show, state):
    EpisodeFactory(show=show, **{state: True})

    page = read_page(client.get("/episodes/"))

    assert not page.one("main").all("section")
    assert "on its way" in page.one("p", class_="lead").text


def test_another_shows_episodes_are_not_listed(client, show):
    other = ShowFactory(host_name="testserver")
    EpisodeFactory(show=show, title="Elsewhere")
    EpisodeFactory(show=other, title="Here")

    assert [row.text for row in read_page(client.get("/episodes/")).one("ol", class_="rows").all("a")] == [
        "Here"
    ]


def test_a_page_holds_a_hundred_episodes(client, show):
    many(show, 101)

    first, second = (read_page(client.get(f"/episodes/?page={page}")) for page in (1, 2))

    assert (len(first.all("li", class_="arow")), len(second.all("li", class_="arow"))) == (100, 1)
    assert first.one("a", rel="next")["href"] == "?page=2"
    assert second.one("a", rel="prev")["href"] == "?page=1"


def test_a_year_tells_how_many_episodes_it_has_on_all_pages(client, show):
    many(show, 101)

    assert "101 episodes" in read_page(client.get("/episodes/?page=2")).one("main").one("h2").text


def test_a_year_is_a_step_away_wherever_it_is(client, show):
    many(show, 400)

    years = read_page(client.get("/episodes/")).one("nav", class_="years").all("a")

    assert [(year.text, year["href"]) for year in years] == [("2025", "#Y2025"), ("2024", "?page=4#Y2024")]


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1e9", "9" * 5000, "\x00"])
def test_a_page_that_is_not_there_is_not_found(client, show, page):
    EpisodeFactory(show=show)

    assert client.get("/episodes/", {"page": page}).status_code == 404


def test_all_scores_have_one_scale(client, show):
    long, short = (EpisodeFactory(show=show, audio=True) for _ in range(2))
    Episode.objects.filter(pk=long.pk).update(audio_duration=4 * short.audio_duration)

    widths = [bar["width"] for bar in read_page(client.get("/episodes/")).all("rect", class_="idle")]

    assert sorted(float(width.rstrip("%")) for width in widths) == pytest.approx([25, 100], abs=10)


def test_the_number_of_queries_does_not_grow_with_the_episodes(client, show):
    def queries(size):
        for _ in range(size):
            episode = EpisodeFactory(show=show, audio=True)
            person = ShowHostFactory(show=show, person=PersonFactory()).person
            CreditFactory(episode=episode, person=person)
            SegmentFactory(episode=episode, person=person, start=timedelta(seconds=1))
            SegmentFactory(episode=episode, kind="sponsor", start=timedelta(seconds=2))
        with CaptureQueriesContext(connection) as captured:
            client.get("/episodes/")
        return len(captured)

    assert queries(3) == queries(9)
