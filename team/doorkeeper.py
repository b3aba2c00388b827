"""One try to sign in: of whom, from where, and whether their browser is known. What is kept of it is in ``limits``."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from episodes.client_address import place_of
from team.limits import did_not_fail, forgive, try_now

COOKIE: Final = "__Secure-known" if settings.HTTPS else "known"
SALT: Final = "team.doorkeeper"
KNOWN_FOR: Final = timedelta(days=365)


class Try:
    """Strangers are counted by the account that they try and by the place they come from, a browser that the account
    has signed in with by itself. So guessing at an account from elsewhere does not keep its owner out."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        account = username.strip().casefold()[:150]
        place = place_of(request.META, settings.TRUSTED_PROXIES)
        self.browser = _known_browser(request, account)
        strangers = [f"account {account}", *([f"place {place}"] if place else [])]
        self.names = [f"browser {self.browser}"] if self.browser else strangers
        self.account = account

    def wait(self) -> timedelta:
        """Nothing, where they may try; then it is a failure until it ``did_not_fail``."""
        return try_now(self.names, timezone.now())

    def did_not_fail(self) -> None:
        did_not_fail(self.names, timezone.now())

    def succeeded(self, response: HttpResponse) -> None:
        """All is forgiven to the account, but not to the place: who has one account could else guess at others."""
        forgive(self.names[0], timezone.now())
        known = {"account": self.account, "browser": self.browser or secrets.token_urlsafe(16)}
        response.set_cookie(
            COOKIE,
            signing.dumps(known, salt=SALT),
            max_age=KNOWN_FOR,
            path=reverse("admin:login"),
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def _known_browser(request: HttpRequest, account: str) -> str:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return str(known["browser"]) if known["account"] == account else ""
