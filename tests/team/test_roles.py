"""What each role may, through every door of the desk; and nobody anything of another show."""

from __future__ import annotations

import json
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from episodes.models import Announcement, Episode, Recording
from episodes.of_show import OfShow, RowsOfShow, path_to_show
from shortlinks.models import ShortLink
from showsite.imports.models import ImportRun
from team.models import Act, Member
from team.rights import AREAS, ROLES, TABLE, permissions_of
from tests.conftest import ROOT
from tests.desk import form_on
from tests.factories import (
    CorrectionFactory,
    CreditFactory,
    EpisodeFactory,
    MemberFactory,
    PersonFactory,
    ShowFactory,
    SponsorshipFactory,
    StoryFactory,
    TopicFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db

# Rows of models that no act of a host is about: told, counted, or made by the site itself.
NOT_AT_THE_DESK = {
    *("episodes.oldslug", "episodes.word", "transcripts.passage", "shortlinks.use"),
    *("showsite.feedimport", "showsite.importeditem", "showsite.mediacopy", "downloads.seen"),
}
NEVER_ADDED = {
    *("inbox.story", "inbox.correction", "episodes.announcement", "transcripts.transcript", "team.act"),
}
NEVER_CHANGED = {"episodes.announcement", "team.act", "imports.importrun"}
SHARED = {"episodes.person", "episodes.sponsor"}


def announcement(show):
    return Announcement.objects.create(show=show, target="websub", due_at="2026-01-01T00:00Z", state="sent")


def used_person(show):
    return CreditFactory(episode=EpisodeFactory(show=show)).person


# A row of each model at the desk, as it belongs to a show.
ROWS = {
    "episodes.show": lambda show: show,
    "episodes.episode": lambda show: EpisodeFactory(show=show, draft=True),
    "episodes.topic": lambda show: TopicFactory(show=show),
    "episodes.person": used_person,
    "episodes.sponsor": lambda show: SponsorshipFactory(episode=EpisodeFactory(show=show)).sponsor,
    "episodes.sponsorship": lambda show: SponsorshipFactory(episode=EpisodeFactory(show=show)),
    "episodes.announcement": announcement,
    "transcripts.transcript": lambda show: TranscriptFactory(episode=EpisodeFactory(show=show)),
    "inbox.story": lambda show: StoryFactory(show=show),
    "inbox.correction": lambda show: CorrectionFactory(episode=EpisodeFactory(show=show)),
    "shortlinks.shortlink": lambda show: ShortLink.objects.create(show=show, word="wax", target="/"),
    "imports.importrun": lambda show: ImportRun.objects.create(show=show, upload_key="x", state="checked"),
    "team.member": lambda show: MemberFactory(show=show),
    "team.act": lambda show: Act.objects.filter(show=show).first(),
}


def registered():
    return {model._meta.label_lower: page for model, page in admin.site._registry.items()}


def at_the_desk():
    """The pages of the models that the table names."""
    return sorted(set(registered()) & {model for models in AREAS.values() for model in models})


def address(label, page, *args):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def is_refused(answer):
    """Not there (the admin's way is to lead to its first page), or forbidden."""
    return answer.status_code in {403, 404} or getattr(answer, "url", "") == "/admin/"


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


def test_every_page_of_such_a_model_asks_the_role():
    ours = {model for models in AREAS.values() for model in models}
    for model, page in admin.site._registry.items():
        if model._meta.label_lower in ours:
            assert isinstance(page, OfShow), model
            assert all(issubclass(inline, RowsOfShow) for inline in page.inlines), model


def test_there_is_a_row_to_try_of_every_model_at_the_desk():
    assert set(at_the_desk()) == set(ROWS)


# --- Django's own pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_the_pages_that_the_table_says(sign_in, show, role):
    rights = permissions_of(role)
    rows = {label: ROWS[label](show) for label in at_the_desk()}
    client = sign_in(role)
    for label, row in rows.items():
        app, name = label.split(".")

        def may(verb, app=app, name=name):
            return f"{app}.{verb}_{name}" in rights

        adds = may("add") and label not in NEVER_ADDED and label != "episodes.show"
        changes = may("change") and label not in NEVER_CHANGED
        deletes = may("delete") and label != "team.act"
        opened = {
            "changelist": not is_refused(client.get(address(label, "changelist"))),
            "add": not is_refused(client.get(address(label, "add"))),
            "change": not is_refused(client.get(address(label, "change", row.pk))),
            "history": not is_refused(client.get(address(label, "history", row.pk))),
            "delete": not is_refused(client.get(address(label, "delete", row.pk))),
        }
        wanted = dict.fromkeys(("changelist", "change", "history"), may("view"))
        assert opened == {**wanted, "add": adds, "delete": deletes}, label
        if label != "imports.importrun":  # its page takes nothing, sent or not
            assert is_refused(client.post(address(label, "change", row.pk), {})) != changes, label


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_anything_of_another_show(sign_in, role):
    other = ShowFactory()
    rows = {label: ROWS[label](other) for label in at_the_desk()}
    client = sign_in(role)
    for label, row in rows.items():
        pages = ("delete",) if label in SHARED else ("change", "history", "delete")
        for page in pages:
            assert is_refused(client.get(address(label, page, row.pk))), (label, page)
            assert is_refused(client.post(address(label, page, row.pk), {"post": "yes"})), (label, page)
        assert is_refused(client.post(address(label, "change", row.pk), {})), label
        rows_shown = client.get(address(label, "changelist")).context["cl"].queryset
        assert label in SHARED or not rows_shown.filter(pk=row.pk).exists(), label
        assert type(row).objects.filter(pk=row.pk).exists(), label


def test_somebody_in_no_team_opens_nothing(client, show, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    for label, make in ROWS.items():
        row = make(show)
        assert is_refused(client.get(address(label, "changelist"))), label
        assert is_refused(client.get(address(label, "change", row.pk))), label


def test_rights_of_django_open_nothing_of_a_show(client, show, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("old", is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)

    assert client.get(address("episodes.episode", "changelist")).status_code == 403
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 200


def test_a_superuser_opens_everything(admin_client, show):
    for label, make in ROWS.items():
        row = make(show)
        assert admin_client.get(address(label, "changelist")).status_code == 200
        assert admin_client.get(address(label, "change", row.pk)).status_code == 200


# --- Our own pages ---------------------------------------------------------------------------------------


@pytest.fixture
def place(show):
    """Where the desk's own addresses lead for a show."""

    def of(show):
        episode = EpisodeFactory(show=show, draft=True)
        recording = Recording.objects.create(episode=episode, name="x", bytes=9, key="x", state="ready")
        run = ImportRun.objects.create(show=show, upload_key="x", state="checked")
        return {
            "episodes_audio_start": (episode.pk,),
            "episodes_audio_complete": (episode.pk, recording.pk),
            "episodes_audio_drop": (episode.pk, recording.pk),
            "episodes_audio_state": (episode.pk, recording.pk),
            "episodes_episode_youtube": (episode.pk,),
            "imports_importrun_go": (run.pk,),
            "imports_importrun_check": (run.pk,),
            "downloads:show": (show.pk,),
            "downloads:show-csv": (show.pk,),
            "downloads:episode": (episode.pk,),
            "downloads:episode-csv": (episode.pk,),
        }

    return of


# How each is asked, and for which right.
OURS = {
    "episodes_audio_start": ("post", "episodes.change_episode"),
    "episodes_audio_complete": ("post", "episodes.change_episode"),
    "episodes_audio_drop": ("post", "episodes.change_episode"),
    "episodes_audio_state": ("get", "episodes.change_episode"),
    "episodes_episode_youtube": ("get", "episodes.view_episode"),
    "imports_importrun_go": ("post", "imports.add_importrun"),
    "imports_importrun_check": ("post", "imports.add_importrun"),
    "downloads:show": ("get", "downloads.view_hourcount"),
    "downloads:show-csv": ("get", "downloads.view_hourcount"),
    "downloads:episode": ("get", "downloads.view_hourcount"),
    "downloads:episode-csv": ("get", "downloads.view_hourcount"),
}
DJANGOS = r"index|login|logout|password_change(_done)?|jsi18n|autocomplete|view_on_site|app_list"
# Of one's own account.
OWN = {"login_code", "two_factor"}


def test_every_address_of_the_desk_is_tried_here():
    names = {pattern.name for pattern in admin.site.urls[0] if getattr(pattern, "name", None)}
    for pattern in admin.site.urls[0]:
        names |= {one.name for one in getattr(pattern, "url_patterns", []) if getattr(one, "name", None)}
    stock = re.compile(rf"{DJANGOS}|.*_(changelist|add|change|delete|history)|auth_user_password_change")

    assert {name for name in names if not stock.fullmatch(name)} - OWN <= set(OURS)


def ask(client, name, args):
    verb, _ = OURS[name]
    path = reverse(name if ":" in name else f"admin:{name}", args=args)
    body = json.dumps({"name": "x.mp3", "size": 10}) if verb == "post" else None
    return getattr(client, verb)(path, **({"data": body, "content_type": "application/json"} if body else {}))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_uses_what_the_table_says_and_only_of_its_show(sign_in, place, show, role):
    client, mine, other = sign_in(role), place(show), place(ShowFactory())
    for name, (_verb, permission) in OURS.items():
        answer = ask(client, name, mine[name])
        assert is_refused(answer) != (permission in permissions_of(role)), name
        assert is_refused(ask(client, name, other[name])), name


def test_the_downloads_of_another_show_are_not_listed(sign_in, show):
    ShowFactory(title="Somebody else's")

    assert sign_in("viewer").get(reverse("downloads:overview")).url == reverse(
        "downloads:show", args=[show.pk]
    )


def test_the_way_to_a_page_of_another_shows_draft_is_closed(sign_in):
    from django.contrib.contenttypes.models import ContentType

    draft = EpisodeFactory(show=ShowFactory(), draft=True, title="Unspeakable")
    kind = ContentType.objects.get_for_model(Episode)

    answer = sign_in("owner").get(reverse("admin:view_on_site", args=[kind.pk, draft.pk]))

    assert answer.status_code == 404


def test_what_is_chosen_from_is_of_ones_own_shows(sign_in, show):
    TopicFactory(show=ShowFactory(), name="Secret plans")
    TopicFactory(show=show, name="Secret knots")
    wish = {"app_label": "episodes", "model_name": "episode", "field_name": "topics", "term": "secret"}

    found = sign_in("host").get("/admin/autocomplete/", wish).json()["results"]

    assert [one["text"] for one in found] == ["Secret knots"]


def test_filters_name_only_ones_own_shows(sign_in, show):
    ShowFactory(title="Somebody else's")
    StoryFactory(show=show)

    assert "Somebody else" not in sign_in("host").get(address("inbox.story", "changelist")).content.decode()


# --- Publishing ------------------------------------------------------------------------------------------


def actions(client, name, *rows):
    sent = {"action": name, "_selected_action": [row.pk for row in rows]}
    return client.post(address("episodes.episode", "changelist"), sent)


def test_a_host_publishes(sign_in, show):
    draft = EpisodeFactory(show=show, draft=True)

    actions(sign_in("host"), "publish_now", draft)

    assert Episode.objects.published().filter(pk=draft.pk).exists()


@pytest.mark.parametrize("role", ["editor", "sponsors", "viewer"])
def test_others_publish_and_withdraw_nothing(sign_in, show, role):
    draft, public = EpisodeFactory(show=show, draft=True), EpisodeFactory(show=show)
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
    mine, theirs = EpisodeFactory(show=show, draft=True), EpisodeFactory(show=ShowFactory(), draft=True)
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


def test_who_edits_one_show_and_hosts_another_adds_without_a_date(sign_in, show):
    client = sign_in("host")
    MemberFactory(user=Member.objects.get().user, show=ShowFactory(), role="editor")

    assert "published_at_0" not in form_on(client.get(address("episodes.episode", "add")))


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


def test_a_person_of_two_shows_is_changed_by_who_may_in_both(sign_in, show):
    person = used_person(show)
    CreditFactory(person=person, episode=EpisodeFactory(show=ShowFactory()))
    client, page = sign_in("host"), address("episodes.person", "change", person.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403

    other = person.credits.exclude(episode__show=show).get().episode.show
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
