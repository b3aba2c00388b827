"""What Prometheus reads of a process: counters that whoever has something to count calls by name.

With several processes on a machine, each writes files of its own, which the one that is asked adds up
(`showsite/gunicorn_conf.py`). Labels come from lists of ours, never from what somebody sent: their number is bounded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from downloads.known_agents import app_that_asks

PATH: Final = "/metrics"
NO_VIEW: Final = "none"
FEEDS: Final = "episodes:feed"  # and all that begin so
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
AGES: Final = (0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600)

REQUESTS = Counter("showsite_requests", "Requests answered.", ["view", "status"])
REQUEST_SECONDS = Histogram(
    "showsite_request_seconds", "From the first middleware to the answer.", ["view"], buckets=SECONDS
)
FEED_POLLS = Counter("showsite_feed_polls", "Requests for a feed, by the app that asks.", ["app", "result"])
KEPT = Counter("showsite_kept_responses", "What became of looking for a kept response.", ["result"])
KEPT_STALE = Histogram(
    "showsite_kept_stale_seconds",
    "Since it was last known that a kept response is up to date, when it was sent.",
    buckets=AGES,
)
KEPT_MAKING = Histogram(
    "showsite_kept_making_seconds", "How long it took to make a response that is kept.", buckets=SECONDS
)
KEPT_BYTES = Gauge(
    "showsite_kept_bytes", "The kept responses of all processes here.", multiprocess_mode="livesum"
)
KEPT_ENTRIES = Gauge("showsite_kept_entries", "Their number.", multiprocess_mode="livesum")


def are_read() -> bool:
    """Whether anybody may read the numbers; where nobody may, requests are not counted."""
    return bool(settings.METRICS_TOKEN)


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    if request.path != PATH:
        count_answer(view_of(request), status, seconds, request.META.get("HTTP_USER_AGENT", ""))


def count_answer(view: str, status: int, seconds: float, user_agent: str = "") -> None:
    """One answer, and where it was a feed the app that asked. Nothing where nobody reads the numbers."""
    if not are_read():
        return
    REQUESTS.labels(view, str(status)).inc()
    REQUEST_SECONDS.labels(view).observe(seconds)
    if view.startswith(FEEDS) and status < 400:
        result = "unchanged" if status == 304 else "sent"
        FEED_POLLS.labels(app_that_asks(user_agent), result).inc()


def view_of(request: HttpRequest) -> str:
    """The name of a view: one of ours, so that there are no more of them than we wrote."""
    return request.resolver_match.view_name or NO_VIEW if request.resolver_match else NO_VIEW


def kept_hit() -> None:
    """A kept response was there and up to date."""
    KEPT.labels("hit").inc()


def kept_made(seconds: float) -> None:
    """None was there, or it was out of date: it was made, which took so long."""
    KEPT.labels("made").inc()
    KEPT_MAKING.observe(seconds)


def kept_waited() -> None:
    """Another request was making it already, and this one waited for that."""
    KEPT.labels("waited").inc()


def kept_stale(seconds: float) -> None:
    """One was sent though it has not been known for so long whether it is up to date: the database is away."""
    KEPT.labels("stale").inc()
    KEPT_STALE.observe(seconds)


def kept_now(entries: int, size: int, dropped: int = 0) -> None:
    """What this process keeps at the moment, responses and bytes, and how many have just made room for others."""
    KEPT.labels("dropped").inc(dropped)
    KEPT_ENTRIES.set(entries)
    KEPT_BYTES.set(size)


class MetricsMiddleware:
    """Answers ``/metrics`` to who shows METRICS_TOKEN, and 404 to everybody else, as if there were no such page.

    It stands before the check of the host name: Prometheus asks each machine by its address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not are_read():
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.expected = f"Bearer {settings.METRICS_TOKEN}"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != PATH:
            return self.get_response(request)
        if not constant_time_compare(request.META.get("HTTP_AUTHORIZATION", ""), self.expected):
            return HttpResponseNotFound("Not found.\n", content_type="text/plain")
        response = HttpResponse(everything(), content_type=CONTENT_TYPE_LATEST)
        response["Cache-Control"] = "no-store"
        return response


def everything() -> bytes:
    """The counters of all processes on this machine, and what the database knows."""
    database = CollectorRegistry()
    database.register(DatabaseCollector())
    return generate_latest(counters()) + generate_latest(database)


def counters() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class DatabaseCollector:
    """Every machine says the same of these: ask for their maximum."""

    def collect(self) -> Iterator[Metric]:
        from showsite import processes, queue  # noqa: PLC0415 - they have rows, and this is read before rows are

        try:
            work, seen = queue.facts(), processes.facts()
        except DatabaseError:
            yield GaugeMetricFamily("showsite_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("showsite_database_up", "Whether the database answers.", value=1)
        tasks = GaugeMetricFamily("showsite_tasks", "Background tasks by state.", labels=["state"])
        for state, number in work.numbers().items():
            tasks.add_metric([state], number)
        yield tasks
        yield GaugeMetricFamily(
            "showsite_tasks_oldest_seconds",
            "How long the oldest task that is due has waited.",
            value=work.oldest,
        )
        alive = GaugeMetricFamily(
            "showsite_processes", "Processes that are alive, all machines.", labels=["kind"]
        )
        for kind, number in seen.alive.items():
            alive.add_metric([kind], number)
        yield alive
        if seen.worker_seconds is not None:
            yield GaugeMetricFamily(
                "showsite_worker_seen_seconds", "Since a worker said it is alive.", value=seen.worker_seconds
            )


def figures(name: str, label: str) -> dict[str, int]:
    """A counter of this machine, by one of its labels."""
    numbers: dict[str, int] = {}
    for metric in counters().collect():
        if metric.name == name:
            for sample in metric.samples:
                if sample.name == f"{name}_total":
                    value = sample.labels[label]
                    numbers[value] = numbers.get(value, 0) + int(sample.value)
    return numbers
