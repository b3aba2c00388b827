"""What the worker does for an import, before any copying that waits."""

from __future__ import annotations

from django_tasks import task

from showsite.imports.running import carry_out


@task()
def check_upload(pk: int) -> str:
    """Say what an import would do, and write nothing."""
    return carry_out(pk, dry_run=True)


@task()
def import_upload(pk: int) -> str:
    return carry_out(pk, dry_run=False)
