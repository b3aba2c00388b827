"""Items of a feed are made once: what changes one of them changes the feed, and nothing else is made again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from episodes.feeds import kept_items
from episodes.feeds.feed import document
from episodes.feeds.json_feed import write_json
from episodes.feeds.slices import everything
from episodes.models import Show
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    SegmentFactory,
    ShowHostFactory,
    SponsorshipFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(show):
    ShowHostFactory(show=show)
    show.seasons.create(number=1, name="Ropes")
    EpisodeFactory.create_batch(3, show=show, audio=True)
    episode = EpisodeFactory(show=show, title="Knots", season=1, audio=True)
    CreditFactory(episode=episode, role="guest")
    part = SegmentFactory(episode=episode, start=timedelta(seconds=1))
    SponsorshipFactory(episode=episode, segment=part)
    TranscriptFactory(episode=episode)
    episode.content_links.create(url="https://video.example/1", text="Watch")
    episode.soundbites.create(
        start=timedelta(0), duration=timedelta(milliseconds=200), title="Bite", accepted=True
    )
    return episode


def feed(show, **how):
    fresh = Show.objects.get(pk=show.pk)
    return document(fresh, everything(fresh), 1, **how)


def anew(show):
    kept_items._kept.clear()
    return feed(show)


CHANGES = {
    "the episode": lambda one: type(one).objects.filter(pk=one.pk).update(title="Bowlines"),
    "a segment": lambda one: one.segments.update(title="Bends"),
    "a credit": lambda one: one.credits.update(role="editor"),
    "a person": lambda one: one.credits.get().person.__class__.objects.update(name="Mo"),
    "a sponsorship": lambda one: one.sponsorships.update(title="Twine & Co"),
    "a sponsor": lambda one: one.sponsorships.get().sponsor.__class__.objects.update(
        url="https://new.example"
    ),
    "a soundbite": lambda one: one.soundbites.update(title="Another bite"),
    "a soundbite less": lambda one: one.soundbites.all().delete(),
    "a link": lambda one: one.content_links.update(text="Look"),
    "the transcript": lambda one: one.transcripts.update(language="de"),
    "a season": lambda one: one.show.seasons.update(name="Strings"),
    "the show": lambda one: Show.objects.update(site_address="https://elsewhere.example", explicit=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_in_the_feed_at_once(show, episode, change):
    before = feed(show)

    change(episode)

    after = feed(show)
    assert after != before
    assert after == anew(show)


def test_what_is_kept_gives_the_same_bytes(show, episode):
    expected = anew(show)

    assert feed(show) == expected
    assert feed(show, write=write_json) == feed(show, write=write_json)


def test_rows_are_read_of_what_has_changed_alone(show, episode):
    feed(show)

    with CaptureQueriesContext(connection) as queries:
        feed(show)

    assert not any('FROM "episodes_segment"' in query["sql"] for query in queries)


def test_a_withdrawn_episode_is_in_no_feed(show, episode):
    feed(show)

    type(episode).objects.filter(pk=episode.pk).update(published_at=None)

    assert b"Knots" not in feed(show)


def test_memory_is_bounded(show, episode, monkeypatch):
    monkeypatch.setattr(kept_items, "MOST", 3)
    expected = anew(show)

    assert feed(show) == expected
    assert len(kept_items._kept) == 0  # four do not fit


def test_the_versions_are_of_every_row_that_is_read(show, episode):
    """A new relation of ``for_feed`` needs a place in the versions."""
    with CaptureQueriesContext(connection) as queries:
        anew(show)
    read = {
        table
        for query in queries
        for table in connection.introspection.table_names()
        if f'FROM "{table}"' in query["sql"] or f'JOIN "{table}"' in query["sql"]
    }
    versions = next(query["sql"] for query in queries if "ctid" in query["sql"])
    of_the_show = {
        "episodes_show",
        "episodes_showhost",
        "episodes_funding",
        "episodes_feedtext",
        "episodes_podrollentry",
        "episodes_season",
    }

    assert {table for table in read - of_the_show if table not in versions} == set()
