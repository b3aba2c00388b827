"""Wrong or missing settings, said before the first request rather than during it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice


@register(Tags.database)
def database_is_named(**kwargs: Any) -> list[CheckMessage]:
    if settings.DATABASE_URL:
        return []
    hint = "Set DATABASE_URL=postgresql://user:password@host/name, or start `make run` in another terminal."
    return [Error("No database is named.", hint=hint, id="showsite.E001")]


@register
def secret_key_is_set(**kwargs: Any) -> list[CheckMessage]:
    if settings.SECRET_KEY:
        return []
    hint = "Set SECRET_KEY to 50 random characters or more."
    return [Error("There is no secret key.", hint=hint, id="showsite.E002")]


@register
def storage_is_named(**kwargs: Any) -> list[CheckMessage]:
    """Without keys the client's own sources (a machine's role, say) are asked, which is right on AWS alone."""
    if bool(settings.S3_ACCESS_KEY_ID) != bool(settings.S3_SECRET_ACCESS_KEY):
        hint = "Set both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither to use the machine's own role."
        return [Error("Half of the object storage's credentials is missing.", hint=hint, id="showsite.E003")]
    if settings.S3_ENDPOINT_URL and not settings.S3_ACCESS_KEY_ID:
        hint = "Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY."
        return [Error("The object storage has an address but no credentials.", hint=hint, id="showsite.E004")]
    return []


@register(deploy=True)
def readers_reach_the_storage(**kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS and settings.S3_PUBLIC_ENDPOINT_URL.startswith("http://"):
        hint = "Set S3_PUBLIC_ENDPOINT_URL to an https address: browsers refuse http sound on an https page."
        return [Advice("The storage's public address is not https.", hint=hint, id="showsite.W001")]
    return []


@register
def metrics_token_cannot_be_guessed(**kwargs: Any) -> list[CheckMessage]:
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= 20:
        return []
    hint = 'python3 -c "import secrets; print(secrets.token_urlsafe(30))" makes a good one.'
    return [Advice("METRICS_TOKEN is short enough to be guessed.", hint=hint, id="showsite.W002")]
