"""What a page is as new as: the revision of its show, and the newest date on which something came out.

The database raises the revision with every public change (docs/architecture.md); a scheduled episode changes no row
when its minute comes, but is the newest then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from episodes.models import Episode, Show
from episodes.shows import read_ahead
from showsite.looking import look_again

log = logging.getLogger(__name__)

# A change on another machine is here after so long, and the time of one small query.
SECONDS: Final = 0.5


class Stamp(NamedTuple):
    show: int
    revision: int
    newest: datetime | None


@dataclass(frozen=True, kw_only=True)
class Shows:
    """Every show's stamp by its host name. Names under which feeds once were are nobody's: there, feeds redirect."""

    stamps: Mapping[str, Stamp]
    old_names: frozenset[str]

    def stamp(self, host: str) -> Stamp | None:
        """As ``episodes.shows`` finds a show; the only one answers on every name."""
        if host in self.stamps:
            return self.stamps[host]
        if len(self.stamps) == 1 and host not in self.old_names:
            return next(iter(self.stamps.values()))
        return None


def read_shows() -> Shows:
    """One query. Our own clock says what is out, because it does so in the pages too.

    It has to ask the same database as the pages do: one that lags behind would let old pages have a new stamp.
    """
    public = Episode.objects.filter(show=OuterRef("pk")).published(timezone.now())
    shows = Show.objects.annotate(
        newest=Subquery(public.order_by("-published_at").values("published_at")[:1]),
        old=ArrayAgg("old_feeds__host_name", filter=Q(old_feeds__isnull=False), default=[]),
    ).values_list("host_name", "old", "pk", "revision", "newest")
    rows = list(shows)
    return Shows(
        stamps={host: Stamp(*stamp) for host, _, *stamp in rows},
        old_names=frozenset(name for _, names, *_ in rows for name in names),
    )


class Watch:
    """Looks again and again, in a thread of its own: no request waits for it.

    While the database does not answer, nothing can be changed in it, and what is known goes on being true. The thread
    begins with the first request, so that a process which only forks others has none.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._shows: Shows | None = None
        self._looked = float("-inf")
        self._beginning = threading.Lock()
        self._stopped = threading.Event()

    @property
    def shows(self) -> Shows:
        return self._shows or self._begin()

    @property
    def age(self) -> float:
        """Seconds since it was last seen what is new."""
        return time.monotonic() - self._looked

    def look(self) -> Shows:
        began = time.monotonic()
        found = read_shows()
        read_ahead({stamp.show: stamp.revision for stamp in found.stamps.values()})
        self._shows, self._looked = found, began
        return found

    def _begin(self) -> Shows:
        with self._beginning:
            if self._shows is None:
                self.look()
                threading.Thread(target=self._run, name="kept-pages", daemon=True).start()
        return self._shows or self.look()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        complaint = "Whether pages have changed is not known"
        look_again(self.look, log, complaint, seconds=self.seconds, stopped=self._stopped)
