"""The door of the desk, its second factor and its log: they fit a telephone, and the policy for styles holds."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from episodes.models import Episode
from tests.factories import EpisodeFactory, ShowFactory

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page):
    page.wait_for_load_state()  # with all its style sheets
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def code_of(device):
    totp = TOTP(device.bin_key)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06}"


def give_password(page, address):
    page.goto(address)
    page.get_by_label("Username").fill("host")
    page.get_by_label("Password").fill("a long password")
    page.keyboard.press("Enter")


def test_a_host_sets_up_a_phone_and_signs_in_with_it(page: Page, live_server, django_user_model):
    ShowFactory()
    django_user_model.objects.create_superuser("host", password="a long password")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/admin/")
    fits(page)

    give_password(page, f"{live_server.url}/admin/")
    page.get_by_role("link", name="Two-factor sign-in").click()
    expect(page.get_by_alt_text("The secret as a picture for your app")).to_be_visible()
    fits(page)
    device = TOTPDevice.objects.get()
    page.get_by_label("Code").fill(code_of(device))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    fits(page)

    TOTPDevice.objects.update(last_t=-1)  # half a minute later
    page.get_by_role("button", name="Log out").click()
    give_password(page, f"{live_server.url}/admin/episodes/episode/")
    expect(page.get_by_role("heading", name="The code of your phone")).to_be_visible()
    fits(page)
    page.get_by_label("Code").fill(code_of(device))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Select episode to change")).to_be_visible()
    assert said == []


def test_the_log_can_be_read_on_a_telephone(page: Page, live_server, django_user_model):
    django_user_model.objects.create_superuser("host", password="a long password")
    EpisodeFactory(title="Knots " + "x" * 80)
    Episode.objects.update(summary="y" * 200)
    page.set_viewport_size({"width": 390, "height": 800})

    give_password(page, f"{live_server.url}/admin/team/act/")

    expect(page.get_by_role("cell", name="Knots").first).to_be_visible()
