"""Every address below the desk's is tried as each role; one without a rule in ``every_address`` fails here."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from episodes.models import Episode
from episodes.of_show import OfShow, RowsOfShow
from team.models import Member
from team.rights import ROLES, permissions_of
from tests.factories import MemberFactory, ShowFactory, StoryFactory, TopicFactory
from tests.team.every_address import (
    LISTS,
    NOT_BY_ROLE,
    OURS,
    OWN,
    ROWS,
    WITHOUT,
    address,
    addresses,
    at_the_desk,
    draft,
    has_a_rule,
    is_ours,
    is_refused,
    is_shut,
    kind_of,
)

pytestmark = pytest.mark.django_db

# Shared by shows: each team sees them all.
SHARED = {"episodes.person", "episodes.sponsor"}


def test_every_address_has_a_rule():
    assert {name for name in addresses() if not has_a_rule(name)} == set()


def test_every_rule_has_an_address():
    assert {*OURS, *LISTS} <= set(addresses())


def test_every_model_at_the_desk_is_a_roles_or_an_account():
    labels = {model._meta.label_lower for model in admin.site._registry}

    assert labels - set(at_the_desk()) <= NOT_BY_ROLE


def test_there_is_a_row_to_try_of_every_model():
    assert set(at_the_desk()) == set(ROWS)


def test_every_page_of_such_a_model_asks_the_role():
    for model, page in admin.site._registry.items():
        if is_ours(model):
            assert isinstance(page, OfShow), model
            assert all(issubclass(inline, RowsOfShow) for inline in page.inlines), model


# --- Django's own pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_the_pages_that_the_table_says(sign_in, show, role):
    rights = permissions_of(role)
    rows = {label: make(show) for label, make in ROWS.items()}
    client = sign_in(role)
    for label, row in rows.items():
        app, name = label.split(".")
        may = {
            verb: f"{app}.{verb}_{name}" in rights and verb not in WITHOUT.get(label, ())
            for verb in ("view", "add", "delete")
        }
        opened = {
            page: not is_refused(client.get(address(label, page, *keys)))
            for page, keys in {
                "changelist": (),
                "add": (),
                "change": (row.pk,),
                "history": (row.pk,),
                "delete": (row.pk,),
            }.items()
        }
        looks = dict.fromkeys(("changelist", "change", "history"), may["view"])
        assert opened == {**looks, "add": may["add"], "delete": may["delete"]}, label


@pytest.mark.parametrize("role", ROLES)
def test_a_role_saves_what_the_table_says(sign_in, show, role):
    rights = permissions_of(role)
    rows = {label: make(show) for label, make in ROWS.items()}
    client = sign_in(role)
    for label, row in rows.items():
        app, name = label.split(".")
        saves = f"{app}.change_{name}" in rights and "save" not in WITHOUT.get(label, ())
        adds = f"{app}.add_{name}" in rights and "add" not in WITHOUT.get(label, ())
        if label != "imports.importrun":  # its page takes nothing, sent or not
            assert is_refused(client.post(address(label, "change", row.pk), {})) != saves, label
        assert is_refused(client.post(address(label, "add"), {})) != adds, label


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_anything_of_another_show(sign_in, role):
    other = ShowFactory()
    rows = {label: make(other) for label, make in ROWS.items()}
    client = sign_in(role)
    for label, row in rows.items():
        pages = ("delete",) if label in SHARED else ("change", "history", "delete")
        for page in pages:
            assert is_refused(client.get(address(label, page, row.pk))), (label, page)
            assert is_refused(client.post(address(label, page, row.pk), {"post": "yes"})), (label, page)
        assert is_refused(client.post(address(label, "change", row.pk), {})), label
        answer = client.get(address(label, "changelist"))
        if answer.status_code == 200:
            assert label in SHARED or not answer.context["cl"].queryset.filter(pk=row.pk).exists(), label
        assert type(row).objects.filter(pk=row.pk).exists(), label


def test_somebody_in_no_team_opens_nothing(client, show, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    for label, make in ROWS.items():
        row = make(show)
        assert is_refused(client.get(address(label, "changelist"))), label
        assert is_refused(client.get(address(label, "change", row.pk))), label
    for name, door in OURS.items():
        assert all(is_shut(door.ask(client, name, way, show)) for way in door.ways), name
    for name in LISTS:
        assert is_refused(client.get(reverse(name))), name


def test_rights_of_django_open_nothing_of_a_show(client, show, django_user_model):
    user = django_user_model.objects.create_user("old", is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)

    assert client.get(address("episodes.episode", "changelist")).status_code == 403
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_no_account_and_no_background_work(sign_in, role, admin_user):
    client = sign_in(role)
    for label in NOT_BY_ROLE:
        assert is_refused(client.get(address(label, "changelist"))), label
        assert is_refused(client.get(address(label, "add"))), label
    assert is_refused(client.get(address("auth.user", "change", admin_user.pk)))
    assert is_refused(client.post(reverse("admin:auth_user_password_change", args=[admin_user.pk]), {}))


def test_a_superuser_opens_everything(admin_client, show):
    for label, make in ROWS.items():
        row = make(show)
        assert admin_client.get(address(label, "changelist")).status_code == 200
        assert admin_client.get(address(label, "change", row.pk)).status_code == 200


# --- Our own ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_role_uses_what_the_table_says_and_only_of_its_show(sign_in, show, role):
    client, other = sign_in(role), ShowFactory()
    for name, door in OURS.items():
        for way in door.ways:
            refused = is_shut(door.ask(client, name, way, show))
            assert refused != (door.needs in permissions_of(role)), (name, way)
            assert is_shut(door.ask(client, name, way, other)), (name, way)


def test_a_stranger_is_led_to_the_door(client, show):
    for name, door in OURS.items():
        for way in door.ways:
            assert "/admin/login/" in door.ask(client, name, way, show).url, (name, way)


@pytest.mark.parametrize("role", ROLES)
def test_a_list_opens_to_who_may_see_any_of_it(sign_in, show, role):
    client = sign_in(role)
    for name, needed in LISTS.items():
        assert is_refused(client.get(reverse(name))) != (needed in permissions_of(role)), name


def test_the_glossary_of_another_show_is_not_listed(sign_in):
    ROWS["transcripts.term"](ShowFactory(title="Somebody else's"))
    client, preview = sign_in("host"), reverse("admin:transcripts_term_preview")

    assert "Somebody else" not in client.get(preview).content.decode()
    assert client.post(preview).status_code == 403


def test_the_downloads_of_another_show_are_not_listed(sign_in, show):
    ShowFactory(title="Somebody else's")

    assert sign_in("viewer").get(reverse("downloads:overview")).url == reverse(
        "downloads:show", args=[show.pk]
    )


# --- What Django asks by itself --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_ones_own_account_is_open_to_every_role(sign_in, role):
    client = sign_in(role)
    for name in OWN - {"admin:login", "admin:login_code", "admin:logout"}:
        assert client.get(reverse(name)).status_code == 200, name


def test_the_way_to_a_page_of_another_shows_draft_is_closed(sign_in):
    hidden = draft(ShowFactory())
    place = reverse("admin:view_on_site", args=[kind_of(Episode), hidden.pk])

    assert sign_in("owner").get(place).status_code == 404


def test_what_is_chosen_from_is_of_ones_own_shows(sign_in, show):
    TopicFactory(show=ShowFactory(), name="Secret plans")
    TopicFactory(show=show, name="Secret knots")
    wish = {"app_label": "episodes", "model_name": "episode", "field_name": "topics", "term": "secret"}

    found = sign_in("host").get("/admin/autocomplete/", wish).json()["results"]

    assert [one["text"] for one in found] == ["Secret knots"]


def test_an_app_lists_only_what_a_role_may_see(sign_in, show, client, django_user_model):
    assert sign_in("viewer").get(reverse("admin:app_list", args=["episodes"])).status_code == 200
    Member.objects.all().delete()

    assert client.get(reverse("admin:app_list", args=["episodes"])).status_code == 404


def test_filters_name_only_ones_own_shows(sign_in, show):
    ShowFactory(title="Somebody else's")
    StoryFactory(show=show)

    assert "Somebody else" not in sign_in("host").get(address("inbox.story", "changelist")).content.decode()


def test_with_two_roles_each_show_goes_by_its_own(sign_in, show):
    client, other = sign_in("viewer"), ShowFactory()
    MemberFactory(user=Member.objects.get().user, show=other, role="host")

    assert client.post(address("episodes.episode", "change", draft(show).pk), {}).status_code == 403
    assert client.post(address("episodes.episode", "change", draft(other).pk), {}).status_code == 200
