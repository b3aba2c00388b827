"""A code beside the password: set up, asked for, lost."""

from __future__ import annotations

import re
from base64 import b32decode
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from team.two_factor import has_app, new_recovery_codes

pytestmark = pytest.mark.django_db
LOGIN, CODE, PAGE = "/admin/login/", "/admin/login/code/", "/admin/two-factor/"
PASSWORD = "a long password"


@pytest.fixture
def host(show, django_user_model):
    return django_user_model.objects.create_superuser("host", password=PASSWORD)


@pytest.fixture
def phone(host):
    return TOTPDevice.objects.create(user=host, name="phone", confirmed=True)


def shown_by(device, ahead=0):
    """What the phone says now, or so many half minutes later."""
    totp = TOTP(device.bin_key)
    totp.time = timezone.now().timestamp() + 30 * ahead
    return f"{totp.token():06}"


def give_password(client, **more):
    return client.post(LOGIN + more.pop("query", ""), {"username": "host", "password": PASSWORD, **more})


def is_in(client):
    return client.get("/admin/").status_code == 200


def set_up(client):
    """As somebody does with a phone: reads the secret off the page, and types what the phone says."""
    page = client.get(PAGE).content.decode()
    secret = re.search(r"type the secret:\s*<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    key = b32decode(secret + "=" * (-len(secret) % 8))
    totp = TOTP(key)
    totp.time = timezone.now().timestamp()
    return client.post(PAGE, {"code": f"{totp.token():06}", "action": "confirm"})


def recovery_codes(answer):
    return re.findall(r"<code>([a-z2-7 ]{19})</code>", answer.content.decode())


# --- Setting it up ---------------------------------------------------------------------------------------


def test_a_host_sets_it_up_with_a_phone(client, host):
    client.force_login(host)

    answer = set_up(client)

    assert len(set(recovery_codes(answer))) == 10
    assert has_app(host)


def test_the_recovery_codes_are_shown_once(client, host):
    client.force_login(host)
    set_up(client)

    page = client.get(PAGE)

    assert recovery_codes(page) == []
    assert "You have 10 recovery codes left." in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_code_sets_nothing_up(client, host):
    client.force_login(host)
    client.get(PAGE)

    answer = client.post(PAGE, {"code": "000000", "action": "confirm"})

    assert "That is not the code of this moment." in answer.content.decode()
    assert not has_app(host)


def test_the_picture_and_the_page_need_no_style_of_their_own(client, host):
    client.force_login(host)

    page = client.get(PAGE).content.decode()

    assert 'src="data:image/svg+xml' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_the_secret_is_on_no_other_page_of_the_desk(client, host, phone):
    client.force_login(host)

    assert "otp" not in client.get("/admin/").content.decode()
    assert client.get(f"/admin/otp_totp/totpdevice/{phone.pk}/change/").status_code == 404


# --- Signing in ------------------------------------------------------------------------------------------


def test_without_a_phone_the_password_is_enough(client, host):
    give_password(client)

    assert is_in(client)


def test_with_a_phone_the_password_alone_opens_nothing(client, host, phone):
    assert give_password(client).url == CODE
    assert not is_in(client)
    assert client.get(PAGE).status_code == 302


def test_the_code_opens_and_leads_where_one_was_going(client, host, phone):
    give_password(client, query="?next=/admin/episodes/episode/", next="/admin/episodes/episode/")

    answer = client.post(CODE, {"code": f" {shown_by(phone)[:3]} {shown_by(phone)[3:]}"})

    assert answer.url == "/admin/episodes/episode/"
    assert is_in(client)


def test_a_code_is_good_once(client, host, phone):
    code = shown_by(phone)
    give_password(client)
    client.post(CODE, {"code": code})
    client.post("/admin/logout/")

    give_password(client)
    client.post(CODE, {"code": code})

    assert not is_in(client)


def test_a_recovery_code_opens_once(client, host, phone):
    code = new_recovery_codes(host)[0]
    give_password(client)
    answer = client.post(CODE, {"code": code.upper()}, follow=True)
    assert "You have 9 recovery codes left." in answer.content.decode()
    client.post("/admin/logout/")

    give_password(client)
    client.post(CODE, {"code": code})

    assert not is_in(client)


def test_codes_are_guessed_five_times_and_the_password_gives_no_more(client, host, phone):
    answers = []
    for _ in range(6):
        give_password(client)
        answers.append(client.post(CODE, {"code": "000000"}).status_code)

    assert answers[:4] == [200] * 4
    assert answers[-1] in {302, 429}
    assert give_password(client).status_code == 429


def test_the_code_alone_opens_nothing(client, host, phone):
    assert client.post(CODE, {"code": shown_by(phone)}).url == LOGIN


def test_a_password_changed_in_between_begins_anew(client, host, phone):
    give_password(client)
    host.set_password("another long password")
    host.save()

    assert client.post(CODE, {"code": shown_by(phone)}).url == LOGIN


def test_half_way_is_forgotten_after_ten_minutes(client, host, phone, monkeypatch):
    give_password(client)
    session = client.session
    session["signing_in"] |= {"until": timezone.now().timestamp() - 1}
    session.save()

    assert client.get(CODE).url == LOGIN


# --- What the installation asks for ----------------------------------------------------------------------


def test_where_it_is_required_the_password_leads_to_setting_it_up(client, host, settings):
    settings.TWO_FACTOR = "required"

    assert give_password(client).url == PAGE
    assert not is_in(client)

    assert len(recovery_codes(set_up(client))) == 10
    assert is_in(client)


def test_where_it_is_required_nobody_turns_it_off(client, host, phone, settings):
    settings.TWO_FACTOR = "required"
    client.force_login(host)

    client.post(PAGE, {"code": shown_by(phone), "action": "off"})

    assert has_app(host)


def test_where_it_is_off_nobody_is_asked(client, host, phone, settings):
    settings.TWO_FACTOR = "off"

    give_password(client)

    assert is_in(client)
    assert client.get(PAGE).status_code == 404


# --- Turning it off, and losing the phone ----------------------------------------------------------------


def test_a_host_turns_it_off_with_a_code(client, host, phone):
    client.force_login(host)

    client.post(PAGE, {"code": shown_by(phone), "action": "off"})

    assert not has_app(host)


def test_nobody_turns_it_off_without_one(client, host, phone):
    client.force_login(host)

    client.post(PAGE, {"code": "000000", "action": "off"})

    assert has_app(host)


def test_new_recovery_codes_void_the_old(client, host, phone):
    old = new_recovery_codes(host)[0]
    client.force_login(host)
    assert len(recovery_codes(client.post(PAGE, {"code": shown_by(phone), "action": "renew"}))) == 10
    client.post("/admin/logout/")

    give_password(client)
    client.post(CODE, {"code": old})

    assert not is_in(client)


def test_the_operator_takes_it_off_an_account(client, host, phone):
    call_command("reset_two_factor", "host", stdout=StringIO())

    give_password(client)

    assert is_in(client)


def test_the_operator_is_told_of_a_name_that_is_none(db):
    with pytest.raises(CommandError, match="There is no account"):
        call_command("reset_two_factor", "nobody")


def test_a_code_of_long_ago_opens_nothing(client, host, phone):
    give_password(client)

    client.post(CODE, {"code": shown_by(phone, ahead=-10)})

    assert not is_in(client)
