"""Typed readers of environment variables. Each refuses a value it cannot read and names the variable."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The value, or the default where the variable is missing or empty."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: write on or off.")
    return value in TRUE


def integer(name: str, default: int, minimum: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number, {minimum} or more.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list parted by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks ("10.0.0.0/8"), parted by commas."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}={text(name)!r}: write networks such as 10.0.0.0/8, 127.0.0.1."
        ) from error


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(among)}.")
    return value


def http_url(name: str, default: str = "") -> str:
    """An http or https address without its closing slash; "" where none is set."""
    return exact_url(name, default).rstrip("/")


def exact_url(name: str, default: str = "") -> str:
    """An http or https address to the letter: somebody else's, who may care for the closing slash."""
    value = text(name, default)
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole address such as https://example.org.")
    return value


def program(argv: list[str]) -> str:
    """What runs, in a word: "site", "worker", or the command of manage.py."""
    called = Path(argv[0]).name if argv else ""
    if called != "manage.py":
        return "site" if "gunicorn" in " ".join(argv[:2]) else called or "python"
    command = argv[1] if len(argv) > 1 else called
    return {"db_worker": "worker", "runserver": "site"}.get(command, command)


def secret(name: str) -> str:
    """The value of ``NAME``, or the content of the file named by ``NAME_FILE`` (Docker and systemd secrets)."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE={file!r}: {error.strerror}.") from error
