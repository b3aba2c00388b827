"""The database raises a show's revision with every change of what the public sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from episodes.models import Episode, Show
from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    LinkFactory,
    PersonFactory,
    SegmentFactory,
    ShowHostFactory,
    SponsorshipFactory,
    TranscriptFactory,
)
from transcripts.models import Cue

pytestmark = pytest.mark.django_db


class Watch:
    """How often a show's revision was raised since the last look."""

    def __init__(self, show):
        self.show, self.seen = show, show.revision
        self.raised()

    def raised(self):
        now = Show.objects.values_list("revision", flat=True).get(pk=self.show.pk)
        difference, self.seen = now - self.seen, now
        return difference


def test_a_change_of_a_published_episode_raises_it():
    episode = EpisodeFactory()
    watch = Watch(episode.show)

    Episode.objects.filter(pk=episode.pk).update(title="Another")

    assert watch.raised() == 1


def test_a_change_of_a_draft_does_not():
    episode = EpisodeFactory(draft=True)
    watch = Watch(episode.show)

    Episode.objects.filter(pk=episode.pk).update(title="Another")
    SegmentFactory(episode=episode)

    assert watch.raised() == 0


def test_publishing_and_withdrawing_raise_it():
    episode = EpisodeFactory(draft=True)
    watch = Watch(episode.show)

    Episode.objects.filter(pk=episode.pk).update(published_at="2026-01-01T00:00Z")
    assert watch.raised() == 1
    Episode.objects.filter(pk=episode.pk).update(published_at=None)
    assert watch.raised() == 1


def test_a_thousand_cues_in_one_statement_raise_it_once():
    transcript = TranscriptFactory()
    watch = Watch(transcript.episode.show)

    Cue.objects.bulk_create(
        Cue(transcript=transcript, order=n, start=timedelta(seconds=n), text="word") for n in range(1, 1001)
    )

    assert watch.raised() == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda episode: SegmentFactory(episode=episode), id="segment"),
        pytest.param(lambda episode: CreditFactory(episode=episode), id="credit"),
        pytest.param(lambda episode: SponsorshipFactory(episode=episode), id="sponsorship"),
        pytest.param(lambda episode: TranscriptFactory(episode=episode), id="transcript"),
        pytest.param(lambda episode: ShowHostFactory(show=episode.show), id="show's host"),
    ],
)
def test_a_new_row_of_what_a_page_shows_raises_it(make):
    episode = EpisodeFactory()
    watch = Watch(episode.show)

    row = make(episode)
    assert watch.raised() == 1
    type(row).objects.filter(pk=row.pk).delete()
    assert watch.raised() >= 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: one["credit"].person.save(), id="person"),
        pytest.param(
            lambda one: one["credit"].person.links.create(url="https://me.example"), id="person's link"
        ),
        pytest.param(lambda one: one["sponsorship"].sponsor.save(), id="sponsor"),
        pytest.param(lambda one: one["link"].delete(), id="link"),
        pytest.param(lambda one: one["cue"].delete(), id="cue"),
    ],
)
def test_a_change_of_what_a_page_names_raises_it(change):
    episode = EpisodeFactory()
    rows = {
        "credit": CreditFactory(episode=episode),
        "sponsorship": SponsorshipFactory(episode=episode),
        "link": LinkFactory(segment__episode=episode),
        "cue": CueFactory(transcript__episode=episode),
    }
    watch = Watch(episode.show)

    change(rows)

    assert watch.raised() >= 1


def test_another_show_is_left_alone():
    episode, other = EpisodeFactory(), EpisodeFactory()
    watch = Watch(other.show)

    SegmentFactory(episode=episode)
    Episode.objects.filter(pk=episode.pk).update(title="Another")

    assert watch.raised() == 0


def test_a_stale_object_cannot_turn_it_back():
    stale = EpisodeFactory().show
    Show.objects.filter(pk=stale.pk).update(tagline="One")
    Show.objects.filter(pk=stale.pk).update(tagline="Two")
    before = Show.objects.get(pk=stale.pk).revision

    stale.tagline = "Three"
    stale.save()

    assert Show.objects.get(pk=stale.pk).revision == before + 1


def test_a_change_that_is_rolled_back_does_not_raise_it():
    episode = EpisodeFactory()
    watch = Watch(episode.show)

    with transaction.atomic():
        Episode.objects.filter(pk=episode.pk).update(title="Another")
        transaction.set_rollback(True)

    assert watch.raised() == 0


def test_a_change_of_somebody_who_leads_a_segment_without_a_credit_raises_it():
    person = SegmentFactory(person=PersonFactory()).person
    watch = Watch(Show.objects.get())

    person.name = "Another"
    person.save()
    assert watch.raised() == 1

    person.links.create(label="Home", url="https://home.example")
    assert watch.raised() == 1
