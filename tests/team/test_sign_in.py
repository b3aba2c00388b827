"""Who guesses waits, and waits longer; who owns the account comes in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.test import Client

from team.doorkeeper import COOKIE
from team.limits import FREE, forgive, try_now
from team.models import Failures

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
RIGHT, WRONG = "a long password", "a wrong password"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def host(show, django_user_model):
    return django_user_model.objects.create_superuser("host", password=RIGHT)


def sign_in(client, password, name="host", **meta):
    return client.post(LOGIN, {"username": name, "password": password}, **meta)


def guess(client, times, name="host", **meta):
    return [sign_in(client, WRONG, name, **meta).status_code for _ in range(times)]


def test_the_right_password_leads_to_the_desk(client, host):
    assert sign_in(client, RIGHT).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_five_failures_are_free_and_then_there_is_a_wait(client, host):
    assert guess(client, FREE) == [200] * FREE

    answer = sign_in(client, RIGHT)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 30
    assert "the next try is possible in a minute" in answer.content.decode()
    assert client.get("/admin/").status_code == 302


def test_an_account_that_does_not_exist_is_answered_alike(client, host):
    known = [sign_in(Client(REMOTE_ADDR="192.0.2.1"), WRONG) for _ in range(1)] + [
        sign_in(client, WRONG, REMOTE_ADDR="192.0.2.2") for _ in range(FREE)
    ]
    unknown = [sign_in(client, WRONG, "nobody", REMOTE_ADDR=f"192.0.2.{n + 9}") for n in range(FREE + 1)]

    assert [one.status_code for one in known] == [one.status_code for one in unknown]
    assert unknown[-1].status_code == 429


def test_the_wait_grows_with_each_failure_and_ends(db):
    at, waits = NOON, []
    for _ in range(9):
        wait = try_now(["account x"], at)
        waits.append(wait.total_seconds())
        at += wait
        if wait:
            assert not try_now(["account x"], at)

    assert waits[:FREE] == [0] * FREE
    assert waits[FREE:] == [30, 60, 120, 240]


def test_a_quarter_of_an_hour_later_everything_is_forgotten(db):
    for _ in range(FREE):
        try_now(["account x"], NOON)

    assert try_now(["account x"], NOON)
    assert not try_now(["account x"], NOON + timedelta(minutes=15))


def test_one_place_guesses_at_many_accounts_no_longer(client, host):
    names = [f"name{n}" for n in range(FREE)]
    for name in names:
        guess(client, 1, name)

    assert sign_in(client, WRONG, "another").status_code == 429


def test_many_places_guess_at_one_account_no_longer(client, host):
    for number in range(FREE):
        guess(client, 1, REMOTE_ADDR=f"192.0.2.{number}")

    assert sign_in(client, RIGHT, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_capitals_make_no_other_account(client, host):
    for number, name in enumerate(["host", "Host", "HOST", " host", "hOst"]):
        guess(client, 1, name, REMOTE_ADDR=f"192.0.2.{number}")

    assert sign_in(client, RIGHT, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_a_header_that_anybody_can_send_makes_no_other_place(client, host):
    for number in range(FREE):
        guess(client, 1, f"name{number}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")

    answer = sign_in(client, WRONG, "other", HTTP_X_FORWARDED_FOR="192.0.2.99")

    assert answer.status_code == 429


def test_behind_a_server_of_ours_each_visitor_is_a_place(client, host, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    for number in range(FREE):
        guess(client, 1, f"name{number}", HTTP_X_FORWARDED_FOR="192.0.2.1")

    answer = sign_in(client, RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.99")

    assert answer.status_code == 302


def test_guessing_from_elsewhere_keeps_nobody_out_of_their_own_browser(client, host):
    sign_in(client, RIGHT)
    client.post("/admin/logout/")
    stranger = Client(REMOTE_ADDR="192.0.2.66")
    guess(stranger, FREE + 3)
    assert sign_in(stranger, RIGHT).status_code == 429

    assert sign_in(client, RIGHT).status_code == 302


def test_a_browser_that_is_known_to_one_account_is_a_stranger_to_another(client, host, django_user_model):
    django_user_model.objects.create_superuser("mallory", password=RIGHT)
    sign_in(client, RIGHT, "mallory")
    client.post("/admin/logout/")

    assert guess(client, FREE + 1)[-1] == 429


def test_even_a_known_browser_has_only_so_many_tries(client, host):
    sign_in(client, RIGHT)
    client.post("/admin/logout/")

    assert guess(client, FREE + 1)[-1] == 429


def test_who_has_an_account_does_not_clear_the_place_to_guess_on(client, host, django_user_model):
    django_user_model.objects.create_superuser("mallory", password=RIGHT)
    for number in range(FREE):
        guess(Client(), 1, f"name{number}")
        if number == FREE - 2:
            sign_in(Client(), RIGHT, "mallory")

    assert sign_in(Client(), WRONG, "last").status_code == 429


def test_neither_names_nor_addresses_are_kept(client, host):
    guess(client, 1, REMOTE_ADDR="192.0.2.77")

    kept = [bytes(row.key) for row in Failures.objects.all()]
    assert len(kept) == 2
    assert all(len(key) == 16 and b"host" not in key and b"192.0" not in key for key in kept)


def test_what_was_forgiven_starts_anew(db):
    for _ in range(FREE):
        try_now(["account x"], NOON)
    forgive("account x", NOON)

    assert not try_now(["account x"], NOON)


def test_a_browser_is_known_at_the_door_alone(client, host):
    cookie = sign_in(client, RIGHT).cookies[COOKIE]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (LOGIN, True, "Lax")
