"""A host who has signed in already: the form itself is tried in test_door.py."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page


def sign_in(page: Page, address: str, name: str = "host") -> User:
    """A superuser of this name, whose session the page's browser has from now on, on the site of this address."""
    user = User.objects.filter(username=name).first() or User.objects.create_superuser(name)
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    site = urlsplit(address)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": site.hostname or "", "path": "/"}]
    )
    return user
