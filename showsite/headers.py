"""The Content-Security-Policy of every answer, the second wall behind the allow-list of notes; and who may keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from showsite.kept.addresses import KEPT

# A server in front keeps a public page for a second, and for a day while the site is away. Browsers ask each time.
FOR_A_MOMENT: Final = "public, max-age=0, s-maxage=1, stale-if-error=86400"


def policy(*, desk: bool = False, framed: bool = False) -> str:
    """Only our own files; sound and pictures also from the object storage.

    At the hosts' ``desk`` a script may send audio to the storage; what is ``framed`` may stand in anybody's page.
    """
    store = _store()
    media = sorted(store | ({_origin(settings.MEDIA_PUBLIC_URL)} - {""}))
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            " ".join(["connect-src 'self'", *(sorted(store) if desk else [])]),
            " ".join(["img-src 'self' data:", *media]),
            " ".join(["media-src 'self'", *media]),
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors *" if framed else "frame-ancestors 'none'",
            "object-src 'none'",
            "manifest-src 'self'",
        ]
    )


def _store() -> set[str]:
    """Where the storage sends browsers: the address it is given, or else Amazon's own names of the bucket."""
    if settings.S3_PUBLIC_ENDPOINT_URL:
        return {_origin(settings.S3_PUBLIC_ENDPOINT_URL)}
    names = {f"{settings.S3_BUCKET}.s3.{settings.S3_REGION}", f"s3.{settings.S3_REGION}", "s3"}
    return {f"https://{name}.amazonaws.com" for name in names}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy, self.desk_policy, self.framed_policy = policy(), policy(desk=True), policy(framed=True)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wanted = self.desk_policy if request.path.startswith("/admin/") else self.policy
        if getattr(response, "xframe_options_exempt", False):
            wanted = self.framed_policy
        response.headers.setdefault("Content-Security-Policy", wanted)
        return response


class SharedPagesMiddleware:
    """Lets servers in front keep what is the same for everybody, where nothing else is said about it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_shared = (
            response.status_code == 200
            and request.resolver_match is not None
            and request.resolver_match.view_name in KEPT
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not response.cookies
        )
        if is_shared:
            response.headers.setdefault("Cache-Control", FOR_A_MOMENT)
        return response
