"""How the site is: what its processes, its queue, its database and its storage say of themselves."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import django
from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from episodes.models import Announcement, Episode
from showsite import __version__, metrics, processes, queue, readiness
from showsite.models import FeedImport, MediaCopy

FAILED_SHOWN: Final = 50
IMPORTS_SHOWN: Final = 10
APPS_SHOWN: Final = 15
LATE: Final = 300.0  # seconds that a task may wait
FULL: Final = 0.9  # of the connections that the database allows

DATABASE: Final = """
    SELECT current_setting('server_version'), pg_database_size(current_database()),
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
           current_setting('max_connections')::int, current_setting('archive_mode'), last_archived_time
    FROM pg_stat_archiver
"""


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something that should be so; ``hint`` is what to do where it is not."""

    name: str | Promise
    good: bool
    hint: str | Promise


@dataclass(frozen=True, kw_only=True)
class Database:
    version: str
    size: int
    connections: int
    most_connections: int
    is_archived: bool
    archived_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Status:
    checks: Sequence[Check]
    database: Database
    work: queue.Queue
    failed: Sequence[Any]
    seen: processes.Seen
    imports: Sequence[FeedImport]
    copies: dict[str, int]
    announcements: dict[str, int]
    audio: dict[str, int]
    disk: Any
    kept: dict[str, int]
    polls: Sequence[tuple[str, int]]
    versions: dict[str, str]
    are_counted: bool


def status() -> Status:
    """A fixed number of queries."""
    now = timezone.now()
    ready, work, seen, database = readiness.checks(), queue.facts(now), processes.facts(now), _database()
    return Status(
        checks=_checks(ready, work, seen, database),
        database=database,
        work=work,
        failed=queue.failed(FAILED_SHOWN),
        seen=seen,
        imports=list(FeedImport.objects.select_related("show").order_by("-imported_at")[:IMPORTS_SHOWN]),
        copies=MediaCopy.objects.progress(),
        announcements=_announcements(),
        audio=Episode.objects.aggregate(
            files=Count("pk", filter=Q(audio_bytes__gt=0)), size=Sum("audio_bytes", default=0)
        ),
        disk=shutil.disk_usage("/"),
        kept=metrics.figures("showsite_kept_responses", "result"),
        polls=_most(metrics.figures("showsite_feed_polls", "app")),
        versions={
            "Showsite": __version__,
            "Django": django.get_version(),
            "Python": platform.python_version(),
            "PostgreSQL": database.version,
        },
        are_counted=metrics.are_read(),
    )


def _checks(
    ready: dict[str, bool], work: queue.Queue, seen: processes.Seen, database: Database
) -> list[Check]:
    return [
        Check(name=_("The database answers"), good=ready["database"], hint=_("Look at its log.")),
        Check(
            name=_("The tables are those of this version"),
            good=ready["migrations"],
            hint=_("Run manage.py migrate."),
        ),
        Check(
            name=_("The object storage answers"),
            good=ready["storage"],
            hint=_("Look at S3_ENDPOINT_URL, S3_BUCKET and the keys, and run manage.py create_bucket."),
        ),
        Check(
            name=_("A worker is alive"),
            good=bool(seen.alive["worker"]),
            hint=_("Start manage.py db_worker: without it nothing is probed, tagged, fetched or announced."),
        ),
        Check(
            name=_("Background work is done in time"),
            good=work.oldest < LATE,
            hint=_("One more worker helps where the first is busy: manage.py db_worker."),
        ),
        Check(
            name=_("No background work has failed"),
            good=not work.failed,
            hint=_("The tasks are below, with the reason."),
        ),
        Check(
            name=_("The database has connections to spare"),
            good=database.connections < FULL * database.most_connections,
            hint=_("Raise max_connections, or run fewer processes."),
        ),
    ]


def _database() -> Database:
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        version, size, connections, most, archive, archived_at = cursor.fetchone()
    return Database(
        version=version.split()[0],
        size=size,
        connections=connections,
        most_connections=most,
        is_archived=archive != "off",
        archived_at=archived_at,
    )


def _announcements() -> dict[str, int]:
    counts = dict(Announcement.objects.order_by().values_list("state").annotate(Count("pk")))
    return {str(state): counts.get(state, 0) for state in Announcement.State.values}


def _most(numbers: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:APPS_SHOWN]
