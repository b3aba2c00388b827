"""Reading from a copy of the database, where DATABASE_REPLICA_URL names one.

What an anonymous reader asks with GET or HEAD is read from the copy; the desk, the worker, whatever writes, and what
is read after that in the same request stay with the database itself. A copy that lags behind by more than half a
minute is not asked: what was withdrawn would be served for as long as it stands still.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.db.models import Max
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from showsite.models import ALIVE, Process
from showsite.requests import QUIETLY

log = logging.getLogger(__name__)

REPLICA: Final = "replica"
LOOKED_AT: Final = 5.0  # seconds between two looks at how far behind it is
OWN: Final = ("/admin/", "/healthz", "/readyz", "/metrics")

_may_read: ContextVar[bool] = ContextVar("may_read_from_the_replica", default=False)


class ReplicaMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _may_read.set(is_for_the_replica(request) and lag.is_small())
        try:
            return self.get_response(request)
        finally:
            _may_read.reset(token)


def is_for_the_replica(request: HttpRequest) -> bool:
    if QUIETLY in request.META:  # a page that is kept is stamped by the database itself, and has to be as new
        return False
    is_anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return request.method in {"GET", "HEAD"} and is_anonymous and not request.path.startswith(OWN)


class ReplicaRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str:
        in_transaction = connections[DEFAULT_DB_ALIAS].in_atomic_block
        return REPLICA if _may_read.get() and not in_transaction else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        _may_read.set(False)  # who has written reads what was written
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class Lag:
    """Every process that serves says in the database every ten seconds that it is alive; how old the newest of these
    rows is in the copy is how far behind it is, whatever the copying is done with.
    """

    def __init__(self) -> None:
        self._looked = float("-inf")
        self._is_small = False

    def is_small(self) -> bool:
        if time.monotonic() - self._looked > LOOKED_AT:
            self._looked = time.monotonic()
            self._is_small = self._look()
        return self._is_small

    def _look(self) -> bool:
        try:
            newest = Process.objects.using(REPLICA).aggregate(at=Max("seen_at"))["at"]
        except DatabaseError as error:
            log.warning("The replica does not answer: %s", error)
            return False
        is_small = newest is not None and timezone.now() - newest < ALIVE
        if not is_small:
            log.warning("The replica is behind: its newest row is of %s.", newest)
        return is_small


lag = Lag()
