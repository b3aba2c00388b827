"""The second factor: codes of an app on a phone (TOTP), and recovery codes for the day when the phone is gone."""

from __future__ import annotations

import base64
import secrets
from typing import Any, Final

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

NAME: Final = "phone"
RECOVERY_CODES: Final = 10


def has_app(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def needs_code(user: User) -> bool:
    return settings.TWO_FACTOR != "off" and has_app(user)


def must_set_up(user: User) -> bool:
    return settings.TWO_FACTOR == "required" and not has_app(user)


@transaction.atomic
def accepts(user: User, code: str) -> Device | None:
    """What takes a code: the app, of this moment, or the list of recovery codes. None is good for a second time."""
    code = "".join(code.split()).lower()
    for kind in (TOTPDevice, StaticDevice):
        for device in kind.objects.select_for_update().filter(user=user, confirmed=True):
            if device.verify_token(code):
                return device
    return None


def new_app(user: User) -> TOTPDevice:
    """The app that is being set up; the same until it is confirmed."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": NAME})
    return device


@transaction.atomic
def confirm_app(user: User, code: str) -> list[str]:
    """The recovery codes, once the app has shown the right code; none where it has not."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token("".join(code.split())):
        return []
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """The old ones are void."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return [in_fours(code) for code in codes]


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def turn_off(user: User) -> bool:
    """Whether there was something to turn off."""
    removed = [kind.objects.filter(user=user).delete()[0] for kind in (TOTPDevice, StaticDevice)]
    return any(removed)


def qr_code(device: TOTPDevice) -> str:
    """The picture that the app reads, as an address that holds it: an SVG without styles."""
    picture: Any = segno.make(device.config_url, error="m")
    return str(picture.svg_data_uri(scale=5, dark="#000", light="#fff"))


def spelled(device: TOTPDevice) -> str:
    """The secret for those who type it: Base32, as apps read it."""
    return in_fours(base64.b32encode(device.bin_key).decode().rstrip("="))


def in_fours(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
