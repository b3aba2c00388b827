"""`make run`: the whole site on this machine, from the database to the web server, until Ctrl-C.

HOST and PORT choose the address. Where DATABASE_URL or S3 settings are given, they are used as they are;
otherwise embedded engines keep their data in .local.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from showsite.engines import Service, ServiceError, start_postgres, start_s3
from showsite.engines.relay import Relay, outward_address
from showsite.engines.service import die_with_parent, spawn, write_secret
from showsite.health import is_healthy
from showsite.prepare import USER

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
PASSWORD = LOCAL / "password"
TOLD = LOCAL / "told"  # touched once the password was printed
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
REMEMBERED = ("DATABASE_URL", "S3_", "SECRET_KEY", "HTTPS", "ALLOWED_HOSTS", "STATIC_", "HOST", "PORT")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not chosen


def main() -> None:
    listen_to_endings()
    try:
        with only_one_here():
            run(*chosen_address())
    except ServiceError as error:
        sys.exit(f"Showsite stopped: {error}")
    except OSError as error:
        sys.exit(f"Showsite stopped: {error.strerror or error}: {error.filename or LOCAL}")
    except KeyboardInterrupt:
        print("\nShowsite has ended. Its data stays in .local.")


def listen_to_endings() -> None:
    """Ctrl-C, kill and a closed terminal end everything the same way; so does the end of the `make` above us."""
    for each in ENDINGS:
        signal.signal(each, signal.default_int_handler)
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)


@contextlib.contextmanager
def only_one_here() -> Iterator[None]:
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError("it already runs in this folder; end that one first.") from None
        yield


def chosen_address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ServiceError(f"PORT={port!r} is no port; choose one from 1 to 65535.")
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as test:
            test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            test.bind(place)
    except OSError as error:
        raise ServiceError(
            f"{host}:{port} cannot be used ({error.strerror}); choose one with PORT=."
        ) from None
    return host, int(port)


def run(host: str, port: int) -> None:
    began = time.monotonic()
    print("Starting Showsite", flush=True)
    environment = local_settings(host, port)
    with contextlib.ExitStack() as services:
        try:
            engines = start_engines(services, environment)
            remember(environment)
            prepare(services, environment)
            site = start_site(services, environment)
            print(welcome(environment["SITE_ADDRESS"], time.monotonic() - began), flush=True)
            TOLD.touch()
            watch([*engines, *site])
        finally:
            ignore_endings()


def local_settings(host: str, port: int) -> dict[str, str]:
    """The environment of the site's processes: what was given, and for the rest what suits this machine."""
    ours = {
        "HOST": host,
        "PORT": str(port),
        "SITE_ADDRESS": site_address(host, port),
        "HTTPS": "off",
        "ALLOWED_HOSTS": ",".join(names_of_this_machine(host)),
        "SECRET_KEY": "" if "SECRET_KEY_FILE" in os.environ else kept_secret(LOCAL / "secret-key"),
        "WEB_CONCURRENCY": "2",
        "PYTHONUNBUFFERED": "1",
    }
    return {**ours, **os.environ, "HOST": host, "PORT": str(port)}


def site_address(host: str, port: int) -> str:
    """Where the local show lives: with HOST=0.0.0.0 where others on the network reach it."""
    if host in EVERYWHERE:
        return f"http://{outward_address()}:{port}"
    name = "localhost" if host in {"127.0.0.1", "::1"} else host
    return f"http://{name}:{port}"


def names_of_this_machine(host: str) -> list[str]:
    names = {
        ".localhost",
        "127.0.0.1",
        "[::1]",
    }  # browsers find any-name.localhost here: a second show's home
    if host in EVERYWHERE:
        names |= {socket.gethostname(), *addresses_of(socket.gethostname()), outward_address(), "localhost"}
    elif host != "::1":
        names.add(host)
    return sorted(names)


def addresses_of(name: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        return set()


def kept_secret(file: Path) -> str:
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(50))
    return file.read_text(encoding="utf-8")


def start_engines(services: contextlib.ExitStack, environment: dict[str, str]) -> list[Service]:
    """Start the engines nobody has named another server for, and add their addresses to the environment."""
    engines: list[Service] = []
    if not environment.get("DATABASE_URL") and not environment.get("DATABASE_URL_FILE"):
        tell("PostgreSQL")
        engines.append(start_postgres(LOCAL / "postgres"))
        services.callback(engines[-1].stop)
    if not any(value for name, value in environment.items() if name.startswith("S3_")):
        tell("SeaweedFS, the S3 server")
        engines.append(start_s3(LOCAL / "s3"))
        services.callback(engines[-1].stop)
        open_to_the_network(services, environment, engines[-1])
    for engine in engines:
        engine.wait()
        environment.update(engine.environment)
    return engines


def open_to_the_network(
    services: contextlib.ExitStack, environment: dict[str, str], storage: Service
) -> None:
    """With HOST=0.0.0.0 the store goes where the site goes: pages redirect to it for every file."""
    if environment["HOST"] in EVERYWHERE:
        relay = Relay(int(storage.environment["S3_ENDPOINT_URL"].rpartition(":")[2]))
        services.callback(relay.stop)
        environment["S3_PUBLIC_ENDPOINT_URL"] = f"http://{outward_address()}:{relay.port}"


def remember(environment: dict[str, str]) -> None:
    """Leave the settings where manage.py finds them, for commands in another terminal."""
    lines = [f"{name}={value}\n" for name, value in environment.items() if name.startswith(REMEMBERED)]
    write_secret(LOCAL / "env", "".join(lines))


def prepare(services: contextlib.ExitStack, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "showsite.prepare", str(PASSWORD)]
    process = spawn(command, cwd=ROOT, env=environment)
    services.callback(Service(name="The preparation", process=process, answers=lambda: False).stop)
    if process.wait():
        raise ServiceError("the preparation failed; it says why above.")


def start_site(services: contextlib.ExitStack, environment: dict[str, str]) -> list[Service]:
    """The web server and the worker for background tasks, both ready."""
    tell("Web server and worker")
    gunicorn = [
        "gunicorn",
        "--config=python:showsite.gunicorn_conf",
        "--log-level=warning",
        "--graceful-timeout=5",
    ]
    host, port = environment["HOST"], int(environment["PORT"])
    web = Service(
        name="The web server",
        process=spawn([sys.executable, "-m", *gunicorn, "showsite.wsgi"], cwd=ROOT, env=environment),
        answers=lambda: is_healthy(EVERYWHERE.get(host, host), port),
    )
    services.callback(web.stop)
    worker = Service(
        name="The worker",
        process=spawn([sys.executable, "manage.py", "db_worker"], cwd=ROOT, env=environment),
        answers=lambda: True,
    )
    services.callback(worker.stop)
    web.wait()
    worker.wait()
    return [web, worker]


def welcome(address: str, seconds: float) -> str:
    return f"""
Showsite is ready, after {seconds:.1f} seconds.

  Site    {address}/
  Admin   {address}/admin/
  Log in  {how_to_log_in()}

Ctrl-C ends it; the data stays in .local.
"""


def how_to_log_in() -> str:
    if not PASSWORD.exists():
        return "with an account of your database"
    if TOLD.exists() and TOLD.stat().st_mtime > PASSWORD.stat().st_mtime:
        return f"{USER}, password as printed at the first start (kept in .local/password)"
    return f"{USER}, password {PASSWORD.read_text(encoding='utf-8').strip()} (kept in .local/password)"


def watch(services: list[Service]) -> None:
    """Stay while all run; raise ServiceError when one ends."""
    while all(service.is_alive() for service in services):
        time.sleep(0.3)
    ended = next(service for service in services if not service.is_alive())
    raise ServiceError(f"{ended.name} has ended with status {ended.process.returncode}, so everything ends.")


def ignore_endings() -> None:
    """What is being stopped is stopped to the end, however often Ctrl-C is pressed."""
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)


def tell(what: str) -> None:
    print(f"  {what} ...", flush=True)


if __name__ == "__main__":
    main()
