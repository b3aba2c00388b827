"""The worker of django-tasks, which says besides that it is alive, and looks for what has to be published as files."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands import db_worker

from showsite.processes import say_alive
from showsite.published.watching import watch_changes


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        if not options["batch"]:
            say_alive("worker")
            watch_changes()
        super().handle(**options)
