from __future__ import annotations

from typing import Any

from django.apps import AppConfig

from showsite.logs import request_id


class ShowsiteConfig(AppConfig):
    name = "showsite"

    def ready(self) -> None:
        from django_tasks.signals import task_finished, task_started  # noqa: PLC0415 - once all apps are there

        from showsite import checks, reporting  # noqa: F401, PLC0415 - the checks register themselves

        task_started.connect(_name_lines)
        task_finished.connect(_name_lines_no_more)
        reporting.start()


def _name_lines(task_result: Any, **kwargs: Any) -> None:
    """What a task writes into the log carries its id, as what a request writes carries that of the request."""
    request_id.set(f"task-{task_result.id}")


def _name_lines_no_more(**kwargs: Any) -> None:
    request_id.set("-")
