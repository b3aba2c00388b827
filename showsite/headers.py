"""The Content-Security-Policy of every answer: the second wall behind the allow-list of notes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


def policy(*, desk: bool = False, framed: bool = False) -> str:
    """Only our own files; sound and pictures also from the object storage, pictures in notes from anywhere.

    At the hosts' ``desk`` a script may send audio to the storage; what is ``framed`` may stand in anybody's page.
    """
    store = " ".join(
        sorted({_origin(settings.S3_PUBLIC_ENDPOINT_URL), _origin(settings.MEDIA_PUBLIC_URL)} - {""})
    )
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"connect-src 'self' {_origin(settings.S3_PUBLIC_ENDPOINT_URL) if desk else ''}".strip(),
            f"img-src 'self' data: https: {store}".strip(),
            f"media-src 'self' {store}".strip(),
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors *" if framed else "frame-ancestors 'none'",
            "object-src 'none'",
            "manifest-src 'self'",
        ]
    )


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
