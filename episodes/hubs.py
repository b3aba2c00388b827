"""How the outside is told that a feed has changed.

WebSub: https://www.w3.org/TR/websub/ (publishing, as the hubs in use take it)
Podping: https://github.com/Podcastindex-org/podping-hivewriter
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError

TIMEOUT: Final = urllib3.Timeout(connect=3.0, read=10.0)
USER_AGENT: Final = "Showsite/1 (podcast publisher)"


class NotHeard(Exception):
    """A hub did not take the message: why, for a host."""


def tell_websub(feed_url: str) -> None:
    """Raises ``NotHeard``."""
    form = urlencode({"hub.mode": "publish", "hub.url": feed_url})
    _request("POST", settings.WEBSUB_HUB, {"Content-Type": "application/x-www-form-urlencoded"}, form)


def tell_podping(feed_url: str) -> None:
    """Raises ``NotHeard``."""
    separator = "&" if "?" in settings.PODPING_URL else "?"
    query = urlencode({"url": feed_url, "reason": "update", "medium": "podcast"})
    secret = {"Authorization": settings.PODPING_TOKEN} if settings.PODPING_TOKEN else {}
    _request("GET", f"{settings.PODPING_URL}{separator}{query}", secret)


def _request(method: str, url: str, headers: Mapping[str, str], body: str | None = None) -> None:
    """The address comes from the settings: whoever runs the site has chosen it, so it may also be a private one."""
    try:
        with urllib3.PoolManager(timeout=TIMEOUT, retries=False) as pool:
            answer = pool.urlopen(
                method, url, body=body, headers={"User-Agent": USER_AGENT, **headers}, preload_content=False
            )
    except (HTTPError, OSError, ValueError) as error:
        raise NotHeard("It could not be reached.") from error
    if not 200 <= answer.status < 300:
        raise NotHeard(f"It answered {answer.status}.")
