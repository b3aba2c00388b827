"""What each role may, and nobody anything of another show. Every address is tried in ``test_every_address``."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from episodes.models import Booking, Episode, PreviewLink
from episodes.notes.apply import apply_notes
from episodes.of_show import path_to_show
from team.models import Member
from team.rights import AREAS, TABLE
from tests.conftest import ROOT
from tests.desk import form_on
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    LinkFactory,
    MemberFactory,
    PersonFactory,
    ShowFactory,
    SponsorshipFactory,
    TranscriptFactory,
)
from tests.team.every_address import address, person

pytestmark = pytest.mark.django_db

# Rows of models that no act of a host is about: told, counted, or made by the site itself.
NOT_AT_THE_DESK = {
    *("episodes.oldslug", "episodes.word", "transcripts.passage", "shortlinks.use"),
    *("showsite.feedimport", "showsite.importeditem", "showsite.mediacopy", "downloads.seen"),
    "episodes.notesversion",  # comes with the notes
    "episodes.waiver",  # goes with publishing
    *("published.words", "published.publishedsite", "published.publishedfile"),  # the worker's own
}


# --- The table -------------------------------------------------------------------------------------------


def test_the_documents_show_the_table_of_the_code():
    lines = re.findall(r"^\| (.+?) \|$", (ROOT / "docs" / "team.md").read_text(), re.MULTILINE)
    shown = {
        cells[0]: tuple(cells[1:]) for cells in ([cell.strip() for cell in line.split("|")] for line in lines)
    }

    assert {area: shown.get(area) for area in TABLE} == TABLE


def test_every_model_that_belongs_to_a_show_has_a_line():
    theirs = {model._meta.label_lower for model in apps.get_models() if path_to_show(model)}

    assert theirs - {model for models in AREAS.values() for model in models} <= NOT_AT_THE_DESK


# --- Publishing ------------------------------------------------------------------------------------------


def actions(client, name, *rows):
    sent = {"action": name, "_selected_action": [row.pk for row in rows]}
    return client.post(address("episodes.episode", "changelist"), sent)


def ready(show):
    """A draft that lacks nothing."""
    draft = EpisodeFactory(show=show, draft=True, audio=True, notes="- A *string*.\n")
    apply_notes(draft)
    TranscriptFactory(episode=draft)
    return draft


def test_a_host_publishes(sign_in, show):
    draft = ready(show)

    actions(sign_in("host"), "publish_now", draft)

    assert Episode.objects.published().filter(pk=draft.pk).exists()


@pytest.mark.parametrize("role", ["editor", "sponsors", "viewer"])
def test_others_publish_and_withdraw_nothing(sign_in, show, role):
    draft, public = ready(show), EpisodeFactory(show=show)
    client = sign_in(role)

    actions(client, "publish_now", draft)
    actions(client, "back_to_draft", public)

    assert list(Episode.objects.published()) == [public]


def test_an_editor_writes_and_the_date_stays_as_it_is(sign_in, show):
    draft = EpisodeFactory(show=show, draft=True)
    client, page = sign_in("editor"), address("episodes.episode", "change", draft.pk)

    sent = form_on(client.get(page))
    assert "published_at_0" not in sent
    wish = {"notes": "Written.", "published_at_0": "2020-01-01", "published_at_1": "00:00", "blocked": "on"}
    answer = client.post(page, {**sent, **wish})

    draft.refresh_from_db()
    assert (answer.status_code, draft.notes, draft.published_at, draft.blocked) == (
        302,
        "Written.",
        None,
        False,
    )


def test_an_action_reaches_only_the_shows_whose_role_allows_it(sign_in, show, client):
    mine, theirs = ready(show), ready(ShowFactory())
    host = sign_in("host")
    MemberFactory(user=Member.objects.get().user, show=theirs.show, role="editor")

    actions(host, "publish_now", mine, theirs)

    assert list(Episode.objects.published()) == [mine]


def test_nobody_moves_an_episode_to_a_show_in_which_they_may_not_write(sign_in, show):
    draft, other = EpisodeFactory(show=show, draft=True), ShowFactory()
    client = sign_in("host")
    MemberFactory(user=Member.objects.get().user, show=other, role="viewer")
    page = address("episodes.episode", "change", draft.pk)

    client.post(page, {**form_on(client.get(page)), "show": other.pk})

    draft.refresh_from_db()
    assert draft.show == show


def test_who_edits_one_show_and_hosts_another_hides_no_new_episode_from_directories(sign_in, show):
    client = sign_in("host")
    MemberFactory(user=Member.objects.get().user, show=ShowFactory(), role="editor")

    assert "blocked" not in client.get(address("episodes.episode", "add")).context["adminform"].form.fields


def test_a_viewer_looks_at_the_publish_page_and_is_offered_nothing(sign_in, show):
    draft = EpisodeFactory(show=show, draft=True)
    PreviewLink.objects.create(episode=draft, label="Guest", expires_at=timezone.now() + timedelta(days=1))

    page = sign_in("viewer").get(reverse("admin:episodes_episode_publish", args=[draft.pk])).content.decode()

    assert "Before it goes out" in page
    assert "/publish/" not in page
    assert "Guest" not in page


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("sponsors", 403), ("viewer", 403)])
def test_who_may_add_no_episode_begins_no_notes(sign_in, show, role, status):
    answer = sign_in(role).post(reverse("admin:episodes_notes_preview"), {"notes": "A."})

    assert answer.status_code == status


def test_notes_that_are_begun_hear_only_of_ones_own_shows(sign_in, show):
    LinkFactory(segment__episode__show=show, segment__title="Secret plans", url="https://wax.example/")
    client = sign_in("host", of=ShowFactory())

    seen = client.get(reverse("admin:episodes_notes_links"), {"url": "https://wax.example/"})

    assert seen.status_code == 200
    assert "Secret plans" not in seen.content.decode()


# --- Sponsors, and people whom shows share ---------------------------------------------------------------


def test_an_editor_changes_no_sponsor_on_the_page_of_an_episode(sign_in, show):
    sponsorship = SponsorshipFactory(episode=EpisodeFactory(show=show, draft=True), title="Old")
    client = sign_in("editor")
    page = address("episodes.episode", "change", sponsorship.episode_id)
    names = [
        inline.opts.model._meta.model_name for inline in client.get(page).context["inline_admin_formsets"]
    ]
    sent = form_on(client.get(page))

    client.post(page, {**sent, "sponsorships-0-id": sponsorship.pk, "sponsorships-0-title": "New"})

    sponsorship.refresh_from_db()
    assert "sponsorship" in names
    assert sponsorship.title == "Old"


def test_a_sponsor_manager_changes_a_message(sign_in, show):
    sponsorship = SponsorshipFactory(episode=EpisodeFactory(show=show), from_notes=True)
    client, page = sign_in("sponsors"), address("episodes.sponsorship", "change", sponsorship.pk)

    client.post(page, {**form_on(client.get(page)), "title": "Monitor everything"})

    sponsorship.refresh_from_db()
    assert (sponsorship.title, sponsorship.from_notes) == ("Monitor everything", False)


@pytest.fixture
def shared_sponsor(show):
    """Of the show, and booked by another."""
    sponsor = SponsorshipFactory(episode=EpisodeFactory(show=show)).sponsor
    Booking.objects.create(sponsor=sponsor, show=ShowFactory(), first_day="2026-03-01", last_day="2026-03-31")
    return sponsor


@pytest.mark.parametrize("role", ["host", "sponsors"])
def test_bookings_of_another_show_are_not_told(sign_in, shared_sponsor, role):
    client = sign_in(role)

    for page in (
        address("episodes.sponsor", "change", shared_sponsor.pk),
        address("episodes.booking", "changelist"),
    ):
        shown = client.get(page).content.decode()
        assert "2026-03-01" not in shown
        assert "March 1" not in shown


def test_a_sponsor_manager_books_a_sponsor_whom_another_show_has_too(sign_in, show, shared_sponsor):
    client, page = sign_in("sponsors"), address("episodes.booking", "add")
    days = {"first_day": "2026-04-01", "last_day": "2026-04-30"}

    client.post(page, {**form_on(client.get(page)), "sponsor": shared_sponsor.pk, **days})

    assert show.bookings.get().sponsor == shared_sponsor


def test_nobody_books_for_another_show(sign_in, shared_sponsor):
    client, page, other = sign_in("sponsors"), address("episodes.booking", "add"), ShowFactory()
    sent = {
        "sponsor": shared_sponsor.pk,
        "first_day": "2026-04-01",
        "last_day": "2026-04-30",
        "show": other.pk,
    }

    client.post(page, {**form_on(client.get(page)), **sent})

    assert not other.bookings.exists()


def test_a_person_of_two_shows_is_changed_by_who_may_in_both(sign_in, show):
    shared = person(show)
    CreditFactory(person=shared, episode=EpisodeFactory(show=ShowFactory()))
    client, page = sign_in("host"), address("episodes.person", "change", shared.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403

    other = shared.credits.exclude(episode__show=show).get().episode.show
    MemberFactory(user=Member.objects.get().user, show=other, role="host")

    assert client.post(page, {}).status_code == 200


def test_somebody_new_belongs_to_whoever_may_write_people(sign_in):
    client, page = sign_in("editor"), address("episodes.person", "add")

    client.post(page, {**form_on(client.get(page)), "name": "Ada", "slug": "ada"})

    assert PersonFactory._meta.model.objects.filter(slug="ada").exists()


# --- Drafts on the public site ---------------------------------------------------------------------------


def test_a_draft_is_shown_to_the_team(sign_in, show):
    draft = EpisodeFactory(show=show, draft=True)

    assert sign_in("viewer").get(draft.get_absolute_url()).status_code == 200


def test_a_draft_is_not_shown_to_the_team_of_another_show(sign_in, show, settings):
    settings.ALLOWED_HOSTS = [show.host_name]
    draft = EpisodeFactory(show=show, draft=True)
    client = sign_in("owner", of=ShowFactory())

    assert client.get(draft.get_absolute_url(), headers={"host": show.host_name}).status_code == 404


def test_a_listener_costs_no_look_at_sessions_or_roles(client, show, django_assert_max_num_queries):
    draft = EpisodeFactory(show=show, draft=True)
    with django_assert_max_num_queries(20) as queries:
        assert client.get(draft.get_absolute_url()).status_code == 404

    assert not [one for one in queries if re.search("django_session|auth_user|team_", one["sql"])]


# --- The team itself -------------------------------------------------------------------------------------


def test_an_owner_takes_somebody_into_the_team(sign_in, show, django_user_model, client):
    django_user_model.objects.create_user("ada")
    owner, page = sign_in("owner"), address("team.member", "add")

    owner.post(page, {"show": show.pk, "account": "ada", "role": "editor"})

    ada = django_user_model.objects.get(username="ada")
    assert (ada.is_staff, ada.memberships.get().role) == (True, "editor")


def test_an_owner_gives_no_role_in_another_show(sign_in, show, django_user_model):
    ada, other = django_user_model.objects.create_user("ada"), ShowFactory()

    sign_in("owner").post(
        address("team.member", "add"), {"show": other.pk, "account": "ada", "role": "owner"}
    )

    assert not ada.memberships.exists()


def test_an_account_that_does_not_exist_is_said_kindly(sign_in, show):
    answer = sign_in("owner").post(
        address("team.member", "add"), {"show": show.pk, "account": "nobody", "role": "owner"}
    )

    assert "There is no account of that name." in answer.content.decode()


def test_whoever_leaves_the_last_team_leaves_the_desk(sign_in, show, django_user_model):
    member = MemberFactory(show=show, role="editor")

    sign_in("owner").post(address("team.member", "delete", member.pk), {"post": "yes"})

    assert not django_user_model.objects.get(pk=member.user_id).is_staff


def test_a_role_that_changes_counts_with_the_next_request(sign_in, show):
    client = sign_in("viewer")
    Member.objects.update(role="host")

    assert client.get(address("episodes.episode", "add")).status_code == 200


def test_a_list_costs_a_member_as_many_queries_for_any_number_of_rows(
    sign_in, show, django_assert_max_num_queries
):
    client = sign_in("host")
    EpisodeFactory.create_batch(12, show=show)

    with django_assert_max_num_queries(20):
        client.get(address("episodes.episode", "changelist"))


def test_a_picture_that_only_a_draft_shows_is_for_the_teams(sign_in, show, client, django_user_model):
    address = "/media/notes/0123456789abcdef.png"
    client.force_login(django_user_model.objects.create_user("somebody", is_staff=True))
    assert client.get(address).status_code == 404

    assert sign_in("viewer").get(address).status_code == 302
