"""Faults to Sentry and traces to an OpenTelemetry collector, where the environment names them: by their own libraries
(requirements-watching.txt) and their own variables. Who a listener is goes to neither.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

# What instrumentations note of a listener, under the old names and the new ones.
PERSONAL: Final = (
    *("net.peer.ip", "net.peer.name", "client.address", "http.client_ip"),
    *("http.user_agent", "user_agent.original"),
)
WITH_QUERY: Final = ("http.target", "http.url", "url.query")


def start() -> None:
    """Once a process, before it serves."""
    if settings.SENTRY_DSN:
        _need("SENTRY_DSN", "sentry_sdk")
        _start_sentry()
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        _need("OTEL_EXPORTER_OTLP_ENDPOINT", "opentelemetry.distro")
        _start_tracing()


def _need(setting: str, module: str) -> None:
    if not _is_installed(module):
        raise ImproperlyConfigured(
            f"{setting} is set, but {module.partition('.')[0]} is not installed: "
            "pip install -r requirements-watching.txt"
        )


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even what it is in
        return False


def _start_sentry() -> None:
    import sentry_sdk  # noqa: PLC0415 - installed only where it is wanted

    sentry_sdk.init(  # and SENTRY_ENVIRONMENT, SENTRY_RELEASE, SENTRY_DEBUG, which it reads itself
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,  # they hold requests
        before_send=without_query,
    )


def without_query(event: Event, hint: Hint) -> Event:
    """Queries hold what people search for, and keys to private things."""
    request = event.get("request")
    if request:
        event["request"] = {name: request[name] for name in ("url", "method") if name in request}
    return event


def _start_tracing() -> None:
    from opentelemetry.distro import OpenTelemetryConfigurator, OpenTelemetryDistro  # noqa: PLC0415 - as above
    from opentelemetry.instrumentation.django import DjangoInstrumentor  # noqa: PLC0415
    from opentelemetry.instrumentation.psycopg2 import Psycopg2Instrumentor  # noqa: PLC0415

    os.environ.setdefault("OTEL_SERVICE_NAME", "showsite")
    os.environ.setdefault("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
    os.environ.setdefault("OTEL_METRICS_EXPORTER", "none")  # Prometheus has them
    os.environ.setdefault("OTEL_LOGS_EXPORTER", "none")
    OpenTelemetryDistro().configure()
    OpenTelemetryConfigurator().configure()  # type: ignore[no-untyped-call]
    DjangoInstrumentor().instrument(request_hook=without_listener)
    Psycopg2Instrumentor().instrument()


def without_listener(span: Any, request: HttpRequest) -> None:
    """Attributes cannot be taken away any more, only written over."""
    if not span.is_recording():
        return
    for name in PERSONAL:
        if name in span.attributes:
            span.set_attribute(name, "")
    for name in WITH_QUERY:
        if name in span.attributes:
            span.set_attribute(name, request.path if name != "url.query" else "")
