"""What changes on the public's side is written down by the database: who, when, what, from what to what."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from episodes.acting import acting_as
from episodes.models import Credit, Episode, Show
from episodes.notes.apply import apply_notes
from episodes.publishing import publish, withdraw
from shortlinks.models import ShortLink
from showsite import env
from team.models import Act, Member
from tests.conftest import ROOT
from tests.desk import form_on
from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    MemberFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    SponsorFactory,
    SponsorshipFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db
LOG = "/admin/team/act/"


@pytest.fixture
def draft(show):
    return EpisodeFactory(show=show, draft=True, number=7, title="Knots")


@pytest.fixture
def acts(draft):
    """What was written since the rows of a test were made."""
    before = Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def since():
        return list(Act.objects.filter(pk__gt=before).order_by("pk"))

    return since


def kinds(acts):
    return [act.kind for act in acts]


# --- What is written -------------------------------------------------------------------------------------


def test_publishing_scheduling_and_withdrawing_are_three_things(draft, acts):
    publish(draft)
    withdraw(draft)
    publish(draft, at=timezone.now() + timedelta(days=1))

    assert kinds(acts()) == ["published", "withdrawn", "scheduled"]
    assert [act.name for act in acts()] == ["7 · Knots"] * 3
    assert acts()[0].changes["published_at"][0] is None


def test_the_secret_of_a_preview_link_is_not_in_the_log(draft, acts):
    link = draft.preview_links.create(label="Ada", expires_at=timezone.now())

    assert link.token not in str([act.changes for act in acts()])


def test_notes_are_their_length_and_hash_and_not_their_text(draft, acts):
    draft.notes = "Nobody reads this in the log. ä"
    draft.save()
    (act,) = acts()

    said = act.changes["notes"][1]
    assert act.kind == "notes"
    assert said.startswith(f"{len(draft.notes)} characters")
    assert hashlib.sha256(draft.notes.encode()).hexdigest()[:12] in said
    assert "Nobody" not in str(act.changes)


def test_what_follows_from_the_notes_is_not_said_again(draft, acts):
    PersonFactory(name="Ada")
    draft.notes = "**Ada #1:** [Wax](https://wax.example)\n\n* Sticks.\n"
    draft.save()
    apply_notes(draft)

    assert kinds(acts()) == ["people", "notes"]


def test_an_update_of_many_rows_is_written_row_by_row(show, draft, acts):
    EpisodeFactory(show=show, draft=True)
    Episode.objects.update(explicit=True)

    assert [act.changes for act in acts()][-2:] == [{"explicit": ["false", "true"]}] * 2


def test_what_changes_nothing_for_the_public_is_not_written(draft, acts):
    draft.save()
    Episode.objects.update(imported_path="x.md", audio_is_public=False)

    assert acts() == []


def test_what_is_rolled_back_was_never_there(draft, acts):
    with transaction.atomic():
        Episode.objects.update(title="Never")
        transaction.set_rollback(True)

    assert acts() == []


def change_start(episode):
    SegmentFactory(episode=episode)
    episode.segments.update(start=timedelta(seconds=90), start_origin="host")


def merge_people(episode):
    credit = CreditFactory(episode=episode, person__name="Brain")
    Credit.objects.filter(pk=credit.pk).update(person=PersonFactory(name="Brian"))
    credit.person.delete()


def correct_words(episode):
    CueFactory(transcript__episode=episode).correct("Bow ties.")


def book(episode):
    SponsorFactory().bookings.create(
        show=episode.show, first_day="2026-01-01", last_day="2026-01-31", paid_on="2026-01-02"
    )


def import_something(episode):
    run = episode.show.imports.create(upload_key="x", upload_name="notes.zip", state="running")
    run.state = "done"
    run.save()


@pytest.mark.parametrize(
    ("act", "kind", "field"),
    [
        (change_start, "times", "start"),
        (merge_people, "credits", "person_id"),
        (correct_words, "transcript", "text"),
        (lambda episode: TranscriptFactory(episode=episode), "transcript", "chosen"),
        (lambda episode: SponsorshipFactory(episode=episode), "sponsor", "sponsor_id"),
        (
            lambda episode: ShortLink.objects.create(show=episode.show, word="wax", target="/"),
            "short link",
            "word",
        ),
        (lambda episode: Show.objects.update(tagline="New."), "show", "tagline"),
        (lambda episode: MemberFactory(show=episode.show, role="editor"), "team", "role"),
        (import_something, "import", "state"),
        (lambda episode: episode.waivers.create(code="transcript", reason="None."), "waiver", "reason"),
        (
            lambda episode: episode.preview_links.create(label="Ada", expires_at=timezone.now()),
            "preview",
            "expires_at",
        ),
        (book, "sponsor", "paid_on"),
        (lambda episode: Episode.objects.update(summary="New."), "episode", "summary"),
    ],
    ids=[
        *("times", "merge", "cue", "transcript", "sponsor", "short link", "show", "team"),
        *("import", "waiver", "preview", "booking", "episode"),
    ],
)
def test_it_knows_the_kind_and_the_show(draft, acts, act, kind, field):
    act(draft)

    found = [one for one in acts() if one.kind == kind and field in one.changes]
    assert found
    assert {one.show_id for one in found} == {draft.show_id}


def test_people_are_named_and_not_numbered(draft, acts):
    merge_people(draft)

    assert ["Brain", "Brian"] in [act.changes.get("person_id") for act in acts()]
    assert [act.name for act in acts() if act.deed == "delete"] == ["Brain"]


def test_a_long_text_is_shortened(show, draft, acts):
    Show.objects.update(description="x" * 4000)

    assert len(acts()[0].changes["description"][1]) < 130


def test_an_episode_that_is_deleted_leaves_its_acts(draft, acts, show):
    draft.delete()

    assert acts()[-1].deed == "delete"
    assert acts()[-1].show_id == show.pk


def test_the_log_outlives_the_show(draft, show, admin_client):
    show.delete()

    assert admin_client.get(LOG).status_code == 200
    assert Act.objects.filter(kind="show", deed="delete").exists()


# Taken from what is logged, counted or fetched by the site itself, or seen by nobody but the team.
NOT_LOGGED = {
    *("downloads_agentcount", "downloads_agentlist", "downloads_hourcount", "downloads_salt"),
    *("downloads_seen", "shortlinks_use", "episodes_announcement", "episodes_link", "episodes_linkcheck"),
    *("episodes_notepicture", "episodes_notepicture_episodes", "episodes_notesversion"),
    *("episodes_oldslug", "episodes_recording", "episodes_word", "transcripts_passage"),
    *("inbox_correction", "inbox_story", "inbox_salt", "inbox_sender"),
    *("showsite_feedimport", "showsite_importeditem", "showsite_mediacopy"),
    *("transcripts_term", "transcripts_glossaryrun"),  # the lines that they change are logged
    *("team_act", "team_failures", "showsite_process"),
    *("published_publishedsite", "published_publishedfile", "published_words"),
}


def test_every_table_of_ours_is_logged_or_named_here():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'log_changes'")
        logged = {table for (table,) in cursor.fetchall()}
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if (ROOT / model.__module__.split(".")[0]).is_dir()
    }

    assert ours - logged == NOT_LOGGED


# --- Who did it ------------------------------------------------------------------------------------------


def test_what_a_host_saves_is_under_their_name(sign_in, draft, acts):
    client = sign_in("host")
    page = reverse("admin:episodes_episode_change", args=[draft.pk])

    client.post(page, {**form_on(client.get(page)), "title": "Better knots"})

    act = next(act for act in acts() if "title" in act.changes)
    assert act.actor == Member.objects.get().user.username
    assert act.changes["title"] == ["Knots", "Better knots"]


def test_the_name_does_not_stay_for_the_next_request(sign_in, draft, acts):
    client = sign_in("host")
    client.post(reverse("admin:episodes_episode_changelist"), {"action": "", "_selected_action": []})

    Episode.objects.update(title="By nobody")

    assert acts()[-1].actor == ""


def test_the_name_goes_even_when_something_fails(draft, acts):
    with pytest.raises(ZeroDivisionError), acting_as("ada"):
        raise ZeroDivisionError
    Episode.objects.update(title="By nobody")

    assert acts()[-1].actor == ""


def test_a_program_that_acts_by_itself_is_named(draft, acts):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL application_name = 'worker'")
    Episode.objects.update(title="By the worker")

    assert (acts()[-1].actor, acts()[-1].process) == ("", "worker")


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["/app/manage.py", "db_worker"], "worker"),
        (["manage.py", "import_notes", "x"], "import_notes"),
        (["manage.py", "runserver"], "site"),
        (["/usr/bin/gunicorn", "showsite.wsgi"], "site"),
        (["/x/gunicorn/__main__.py", "--config"], "site"),
        (["/usr/bin/pytest"], "pytest"),
    ],
)
def test_programs_have_a_name(argv, name):
    assert env.program(argv) == name


def test_listeners_cost_nothing(client, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as queries:
        client.post("/submit/", {})
        client.get("/")

    assert not [one for one in queries if "set_config" in one["sql"]]


# --- Reading it ------------------------------------------------------------------------------------------


def test_the_team_reads_what_happened_to_its_show(sign_in, draft):
    EpisodeFactory(show=ShowFactory(), title="Somebody else's")

    page = sign_in("viewer").get(LOG).content.decode()

    assert "7 · Knots" in page
    assert "Somebody else" not in page


def test_everybody_reads_what_happened_to_people(sign_in, show):
    PersonFactory(name="Ada Wong")

    assert "Ada Wong" in sign_in("viewer").get(LOG).content.decode()


@pytest.mark.parametrize("filters", ["kind__exact=published", "show__id__exact={show}", "actor=ada"])
def test_it_is_filtered(admin_client, show, filters):
    with acting_as("ada"):
        EpisodeFactory(show=show, title="Knots")
    PersonFactory(name="Zed")

    page = admin_client.get(f"{LOG}?{filters.format(show=show.pk)}").content.decode()

    assert "Knots" in page
    assert "Zed" not in page


def test_of_a_new_row_it_tells_what_it_says_and_of_another_from_what_to_what(admin_client, draft):
    Episode.objects.update(title="Better knots")

    page = admin_client.get(LOG).content.decode()

    assert "<li>title: Knots</li>" in page
    assert "<li>title: Knots → Better knots</li>" in page


def test_a_moment_is_told_as_the_desk_tells_moments(admin_client, draft):
    Episode.objects.update(published_at="2026-03-05T09:30:00Z")

    assert "published at: – → 5 Mar 2026, 09:30" in admin_client.get(LOG).content.decode()


def test_what_was_typed_is_text(admin_client, draft):
    Episode.objects.update(title="<script>alert(1)</script>")

    assert "<script>alert" not in admin_client.get(LOG).content.decode()


def test_nobody_changes_or_deletes_it_at_the_desk(admin_client, draft):
    act = Act.objects.first()
    sent = {"action": "delete_selected", "_selected_action": [act.pk], "post": "yes"}

    assert admin_client.post(f"{LOG}{act.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(f"{LOG}{act.pk}/change/", {"name": "x"}).status_code == 403
    assert admin_client.get(f"{LOG}add/").status_code == 403
    admin_client.post(LOG, sent)
    assert Act.objects.filter(pk=act.pk).exists()


@pytest.mark.parametrize("number", [3, 60])
def test_the_list_costs_the_same_queries_for_any_number_of_acts(
    admin_client, show, django_assert_max_num_queries, number
):
    EpisodeFactory.create_batch(number, show=show)

    with django_assert_max_num_queries(10):
        admin_client.get(LOG)


def test_it_is_kept_for_ever_unless_somebody_says_how_long(admin_client, draft, settings):
    Act.objects.update(at=timezone.now() - timedelta(days=400))
    admin_client.post("/admin/logout/")
    assert Act.objects.exists()


def test_what_is_older_than_that_goes(admin_client, draft, settings):
    settings.LOG_KEPT = timedelta(days=365)
    Act.objects.update(at=timezone.now() - timedelta(days=400))

    admin_client.post(reverse("admin:episodes_episode_changelist"), {"action": ""})

    assert not Act.objects.exists()
