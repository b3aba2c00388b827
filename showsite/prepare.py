"""What must be there before the first request of `make run`: tables, bucket, static files, an account, a show."""

from __future__ import annotations

import io
import os
import secrets
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

USER = "host"
# Addresses that no public show can have: of this machine, and of networks behind a router.
HERE = (
    r"^http://(localhost|\[::1\]|127\.0\.0\.1|10(\.[0-9]+){3}|192\.168(\.[0-9]+){2}"
    r"|172\.(1[6-9]|2[0-9]|3[01])(\.[0-9]+){2}|192\.0\.2\.[0-9]+)(:[0-9]+)?$"
)


def main(password_file: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "showsite.settings")
    django.setup()
    try:
        tell("Tables")
        call_command("migrate", interactive=False, verbosity=0)
        tell("Bucket")
        call_command("create_bucket", stdout=io.StringIO())
        if not static_files_are_fresh():
            tell("Static files")
            call_command("collectstatic", interactive=False, verbosity=0)
        create_first_account(password_file)
        address = os.environ["SITE_ADDRESS"]
        call_command("seed_demo", site_address=address)
        move_local_shows(address)
    except CommandError as error:
        sys.exit(str(error))


def tell(what: str) -> None:
    print(f"  {what} ...", flush=True)


def static_files_are_fresh() -> bool:
    """Whether no static file has changed since the last collectstatic, which takes seconds."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    collected = manifest.stat().st_mtime
    files = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    return all(Path(file).stat().st_mtime <= collected for file in files)


def move_local_shows(address: str) -> None:
    """A show that lives on this machine moves along with the port; its feed and audio would else lead nowhere."""
    from episodes.models import Show  # noqa: PLC0415 - once Django is set up

    local = Show.objects.filter(site_address__regex=HERE)
    local.exclude(site_address=address).update(site_address=address)


def create_first_account(password_file: Path) -> None:
    """An account to log in with, while there is none; its password is made at random and written to the file."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - once Django is set up

    users = get_user_model()
    if users.objects.exists():
        return
    password = secrets.token_urlsafe(12)
    password_file.unlink(missing_ok=True)
    descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password + "\n")
    users.objects.create_superuser(USER, password=password)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
