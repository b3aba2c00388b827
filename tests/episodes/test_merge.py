"""Two people, or two sponsors, who are one: everything moves to the one that stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import models
from django.urls import reverse

from episodes.merging import merge_people, merge_sponsors, what_would_move
from episodes.models import Credit, HostAlias, OldSlug, Person, Show, Sponsor, Sponsorship
from episodes.notes.apply import apply_notes
from shortlinks.models import ShortLink
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    MemberFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
    SponsorFactory,
    SponsorshipFactory,
    TranscriptFactory,
)
from transcripts.models import Speaker

pytestmark = pytest.mark.django_db

MERGE = reverse("admin:episodes_person_merge")


@pytest.fixture
def brian(db):
    return PersonFactory(name="Brian Okken", slug="brian-okken")


@pytest.fixture
def brain(db):
    return PersonFactory(name="Brain Okken", slug="brain-okken", bio="He tests.")


def test_credits_segments_speakers_and_hosts_move(show, brian, brain):
    episode = EpisodeFactory(show=show)
    credit = CreditFactory(episode=episode, person=brain)
    segment = SegmentFactory(episode=episode, person=brain, host_name="Brain")
    speaker = Speaker.objects.create(
        transcript=TranscriptFactory(episode=episode), label="Brain", person=brain
    )
    host = ShowHostFactory(show=show, person=brain)

    merge_people(brian, brain)

    for row in (credit, segment, speaker, host):
        row.refresh_from_db()
        assert row.person == brian
    assert not Person.objects.filter(slug="brain-okken").exists()


def test_no_relation_to_a_person_is_forgotten(brian, brain):
    relations = [one for one in Person._meta.get_fields(include_hidden=True) if one.one_to_many]
    assert {one.related_model for one in relations} >= {Credit, HostAlias, Speaker}

    merge_people(brian, brain)

    for relation in relations:
        rows = relation.related_model._base_manager
        assert not rows.filter(**{relation.field.name: brain.pk or 0}).exists()


def test_of_two_credits_in_one_episode_one_is_left_and_the_hosts_own_word_stands(show, brian, brain):
    episode = EpisodeFactory(show=show)
    kept = CreditFactory(episode=episode, person=brian, role="host", from_notes=True)
    CreditFactory(episode=episode, person=brain, role="guest", from_notes=False)

    merge_people(brian, brain)

    credit = episode.credits.get()
    assert (credit.pk, credit.role, credit.from_notes) == (kept.pk, "guest", False)


def test_picture_words_and_links_come_along_where_they_are_missing(brian, brain):
    brian.links.create(url="https://brian.example")
    brain.links.create(url="https://brian.example")
    brain.links.create(url="https://pythontest.example")
    Person.objects.filter(pk=brain.pk).update(picture="portraits/brain.png")

    merge_people(brian, Person.objects.get(pk=brain.pk))

    brian.refresh_from_db()
    assert (brian.bio, brian.picture.name) == ("He tests.", "portraits/brain.png")
    assert [link.url for link in brian.links.all()] == [
        "https://brian.example",
        "https://pythontest.example",
    ]


def test_what_the_kept_one_says_of_itself_stays(brian, brain):
    Person.objects.filter(pk=brian.pk).update(bio="He writes about tests.")
    brian.refresh_from_db()

    merge_people(brian, brain)

    brian.refresh_from_db()
    assert brian.bio == "He writes about tests."


def test_notes_applied_again_mean_the_one_that_stays(show, brian, brain):
    ShowHostFactory(show=show, person=brain)
    episode = EpisodeFactory(
        show=show,
        notes="# Tin Can 1: Strings\n\n**Brain #1:** [Wax](https://wax.example/)\n\n* It carries further.\n",
    )
    apply_notes(episode)
    merge_people(brian, brain)
    episode.notes += "\n**Brain #2:** [Tin](https://tin.example/)\n\n* It shines.\n"
    episode.save()

    apply_notes(episode)

    assert {segment.person for segment in episode.segments.filter(kind="topic")} == {brian}
    assert {alias.name for alias in show.aliases.all()} == {"Brain Okken", "Brain"}
    assert Person.objects.count() == 1


def test_a_guest_who_is_named_again_by_the_old_name_is_not_made_anew(show, brian, brain):
    notes = "# Tin Can 2: Guests\n\n**Special guest:** [Brain Okken](https://brian.example)\n\n**Topic**\n\n* One.\n"
    episode = EpisodeFactory(show=show, notes=notes)
    apply_notes(episode)
    assert Person.objects.get(name="Brain Okken").credits.exists()
    merge_people(brian, brain)

    apply_notes(episode)

    assert [credit.person for credit in episode.credits.all()] == [brian]


def test_the_first_name_of_another_host_stays_theirs(show, brian, brain):
    ShowHostFactory(show=show, person=brain)
    ShowHostFactory(show=show, person=PersonFactory(name="Brain Miller"))

    merge_people(brian, brain)

    assert [alias.name for alias in show.aliases.all()] == ["Brain Okken"]


def test_the_old_address_leads_on_and_so_do_those_that_led_there(client, show, brian, brain):
    CreditFactory(episode=EpisodeFactory(show=show), person=brain)
    brain.slug = "brain-o"
    brain.save()
    merge_people(brian, brain)

    for old in ("brain-o", "brain-okken"):
        assert client.get(f"/people/{old}/").headers["Location"] == "/people/brian-okken/"


def test_what_would_move_is_told_without_moving_it(show, brian, brain):
    CreditFactory.create_batch(3, person=brain)

    moved = what_would_move(merge_people, brian, brain)

    assert [(one.what, one.number) for one in moved] == [("credits", 3)]
    assert brain.credits.count() == 3
    assert not OldSlug.objects.exists()


def test_a_merge_that_fails_changes_nothing(show, brian, brain, monkeypatch):
    CreditFactory(episode=EpisodeFactory(show=show), person=brain)
    monkeypatch.setattr(Show, "regular_hosts", property(lambda show: 1 / 0))

    with pytest.raises(ZeroDivisionError):
        merge_people(brian, brain)

    assert brain.credits.count() == 1


def test_hundreds_of_credits_move_at_once(show, brian, brain, django_assert_max_num_queries):
    episodes = EpisodeFactory.create_batch(300, show=show, draft=True)
    Credit.objects.bulk_create(Credit(episode=episode, person=brain) for episode in episodes)

    with django_assert_max_num_queries(70):
        merge_people(brian, brain)

    assert brian.credits.count() == 300


def test_two_sponsors_become_one(show):
    keep, gone = (
        SponsorFactory(name="Datadog", url=""),
        SponsorFactory(name="Data Hound", url="https://dd.example"),
    )
    both = EpisodeFactory(show=show)
    kept = SponsorshipFactory(sponsor=keep, episode=both, from_notes=True)
    SponsorshipFactory(sponsor=gone, episode=both, title="Logs", start=timedelta(seconds=9), from_notes=False)
    SponsorshipFactory(sponsor=gone, episode=EpisodeFactory(show=show))
    link = ShortLink.objects.create(show=show, word="logs", target="https://dd.example", sponsor=gone)

    merge_sponsors(keep, gone)

    link.refresh_from_db()
    keep.refresh_from_db()
    assert link.sponsor == keep
    assert keep.url == "https://dd.example"
    assert keep.sponsorships.count() == 2
    row = Sponsorship.objects.get(pk=kept.pk)
    assert (row.title, row.start, row.from_notes) == ("Logs", timedelta(seconds=9), False)


def test_notes_applied_again_keep_the_merged_sponsor(show):
    notes = "# Tin Can 3: Ads\n\n**Sponsored by Data Hound:** [dd.example](https://dd.example)\n\n**Topic**\n\n* One.\n"
    episode = EpisodeFactory(show=show, notes=notes)
    apply_notes(episode)
    keep = SponsorFactory(name="Datadog")
    merge_sponsors(keep, Sponsor.objects.get(name="Data Hound"))

    apply_notes(episode)

    assert [row.sponsor for row in episode.sponsorships.all()] == [keep]
    assert Sponsor.objects.count() == 1


@pytest.mark.parametrize("model", ["person", "sponsor"])
def test_exactly_two_are_chosen_in_the_list(admin_client, brian, brain, model):
    rows = Person.objects.all() if model == "person" else [SponsorFactory(), SponsorFactory()]
    pks = sorted(row.pk for row in rows)
    changelist = reverse(f"admin:episodes_{model}_changelist")

    too_few = admin_client.post(changelist, {"action": "merge_two", "_selected_action": pks[:1]}, follow=True)
    right = admin_client.post(changelist, {"action": "merge_two", "_selected_action": pks})

    assert "Choose exactly two" in too_few.content.decode()
    wanted = reverse(f"admin:episodes_{model}_merge")
    assert right.headers["Location"] == f"{wanted}?one={pks[0]}&other={pks[1]}"


def test_the_page_says_what_would_move_either_way(admin_client, brian, brain):
    CreditFactory.create_batch(3, person=brain)

    page = admin_client.get(MERGE, {"one": brian.pk, "other": brain.pk}).content.decode()

    assert "Brian Okken stays, Brain Okken goes" in page
    assert "Brain Okken stays, Brian Okken goes" in page
    assert "Credits: 3" in page


def test_which_one_is_kept_is_chosen(admin_client, brian, brain):
    page = admin_client.post(f"{MERGE}?one={brian.pk}&other={brain.pk}", {"keep": brain.pk}, follow=True)

    assert list(Person.objects.all()) == [brain]
    assert "Brian Okken is Brain Okken from now on." in page.content.decode()


@pytest.mark.parametrize("query", ["", "one=1&other=1", "one=x&other=y"])
def test_there_is_no_page_for_anything_but_two(admin_client, query):
    assert admin_client.get(f"{MERGE}?{query}").status_code == 404


def test_a_post_that_names_neither_changes_nothing(admin_client, brian, brain):
    answer = admin_client.post(f"{MERGE}?one={brian.pk}&other={brain.pk}", {"keep": "0"})

    assert answer.status_code == 404
    assert Person.objects.count() == 2


def test_whoever_may_not_delete_may_not_merge(client, show, brian, brain):
    client.force_login(MemberFactory(show=show, role="editor").user)

    assert client.get(MERGE, {"one": brian.pk, "other": brain.pk}).status_code == 403
    assert "merge_two" not in client.get(reverse("admin:episodes_person_changelist")).content.decode()


def test_nobody_merges_somebody_of_another_show(client, show, brian, brain):
    CreditFactory(person=brain, episode=EpisodeFactory(show=ShowFactory()))
    client.force_login(MemberFactory(show=show, role="owner").user)

    answer = client.post(f"{MERGE}?one={brian.pk}&other={brain.pk}", {"keep": brian.pk})

    assert answer.status_code == 403
    assert Person.objects.count() == 2


def test_every_constraint_with_a_person_or_sponsor_is_one_that_a_merge_resolves():
    """An expression in a unique constraint would have to be taught to ``merging``."""
    for model in (Person, Sponsor):
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.one_to_many:
                for constraint in relation.related_model._meta.constraints:
                    if isinstance(constraint, models.UniqueConstraint) and constraint.expressions:
                        assert relation.field.name not in str(constraint.expressions)
