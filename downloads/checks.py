"""What would make every count wrong, said before the first download."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register(deploy=True)
def proxies_are_known(**kwargs: Any) -> list[CheckMessage]:
    """Behind a server whose word is not believed, all listeners have one address: that server's."""
    if not settings.BEHIND_TLS_PROXY or settings.TRUSTED_PROXIES:
        return []
    hint = "Set TRUSTED_PROXIES to the network of the server in front, such as 172.16.0.0/12 or 127.0.0.1."
    return [Warning("Listeners behind the proxy cannot be told apart.", hint=hint, id="downloads.W001")]
