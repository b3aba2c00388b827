"""The servers of `make bench`: databases, the site under gunicorn, hello beside it, and nginx."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from showsite import gunicorn_conf
from showsite.engines import Service, start_postgres, start_s3
from showsite.engines.service import free_ports, spawn
from tests import nginx
from tests.bench.race import ask

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
PREPARED = "prepared"
STATIC = """\
server {{
    listen 127.0.0.1:{port}; root {root}; index index.html; gzip_static on;
    types {{ text/html html; application/rss+xml xml; }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Server:
    url: str
    processes: tuple[int, ...]


class Bench:
    """``folder`` goes away afterwards."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        folder.chmod(0o755)  # PostgreSQL and nginx may run as other users than we
        self.postgres = self._started(start_postgres(folder / "postgres", durable=False))
        self.storage = self._started(start_s3(folder / "s3", durable=False))
        self.environment = {
            **os.environ,
            **self.storage.environment,
            "SECRET_KEY": secrets.token_hex(40),
            "ALLOWED_HOSTS": "*",
            "HTTPS": "off",
            "STATIC_ROOT": str(folder / "static"),
            "WEB_CONCURRENCY": str(WORKERS),
        }

    def prepare(self) -> None:
        """The tables once, from which each database is copied; static files as they go out."""
        self._sql(f"CREATE DATABASE {PREPARED}")
        self.inside(PREPARED, "prepare")

    def fill(self, sizes: Iterable[int]) -> None:
        """A database for each number of episodes; all at the same time."""
        for size in sizes:
            self.create(named(size))
        filling = [self._inside(named(size), "fill", str(size)) for size in sizes]
        for process in filling:
            answer(process)

    def create(self, database: str) -> None:
        self._sql(f"CREATE DATABASE {database} TEMPLATE {PREPARED}")

    def inside(self, database: str, *job: str) -> Any:
        return answer(self._inside(database, *job))

    def database(self, name: str) -> dict[str, str]:
        address = urlsplit(self.postgres.environment["DATABASE_URL"])._replace(path=f"/{name}")
        return {**self.environment, "DATABASE_URL": address.geturl()}

    def site(self, database: str) -> Server:
        """As it is run: its own configuration of gunicorn, its own log."""
        arguments = ["--config=python:showsite.gunicorn_conf", "showsite.wsgi"]
        return self._gunicorn("site", "/healthz", arguments, self.database(database))

    def hello(self) -> Server:
        arguments = [
            f"--workers={WORKERS}",
            f"--worker-class={gunicorn_conf.worker_class}",
            f"--threads={gunicorn_conf.threads}",
            f"--keep-alive={gunicorn_conf.keepalive}",
            "--no-control-socket",
            "tests.bench.hello",
        ]
        return self._gunicorn("hello", "/", arguments, self.environment)

    def hello_alone(self) -> float:
        """Microseconds of a processor, without a server around it."""
        command = [sys.executable, "-m", "tests.bench.hello"]
        return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)

    def static(self, site: Server, paths: Iterable[str]) -> Server:
        """What the site says, as files of the very same bytes, packed and not, in an nginx that knows nothing else."""
        root = self.folder / "published"
        for path in paths:
            file = root / (path + "index.html" if path.endswith("/") else path).lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(ask(site.url + path, {})[2])
            file.with_name(file.name + ".gz").write_bytes(ask(site.url + path)[2])
        [port] = free_ports(1)
        return self._nginx("static", port, STATIC.format(port=port, root=root))

    def front(self, site: Server) -> Server:
        """The sample configuration in front of the site, whose own time counts as well."""
        [port] = free_ports(1)
        folder = self.folder / "front"
        storage = self.storage.environment
        configuration = nginx.sample(
            folder,
            port,
            app=urlsplit(site.url).netloc,
            storage=urlsplit(storage["S3_ENDPOINT_URL"]).netloc,
            bucket=storage["S3_BUCKET"],
        )
        server = self._nginx("front", port, configuration)
        return Server(url=server.url, processes=(*server.processes, *site.processes))

    def _nginx(self, name: str, port: int, configuration: str) -> Server:
        pid = self.stack.enter_context(nginx.serving(self.folder / name, port, configuration, WORKERS))
        return Server(url=f"http://127.0.0.1:{port}", processes=(pid,))

    def _gunicorn(self, name: str, path: str, arguments: list[str], environment: Mapping[str, str]) -> Server:
        [port] = free_ports(1)
        log = self.folder / f"{name}-{port}.log"
        where = [] if path == "/healthz" else [f"--bind=127.0.0.1:{port}"]
        command = [sys.executable, "-m", "gunicorn", *where, *arguments]
        service = Service(
            name=name,
            process=spawn(command, cwd=ROOT, env={**environment, "PORT": str(port)}, log=log),
            answers=lambda: answers(f"http://127.0.0.1:{port}{path}"),
            log=log,
        )
        self._started(service)
        return Server(url=f"http://127.0.0.1:{port}", processes=(service.process.pid,))

    def _inside(self, database: str, *job: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.bench.inside", *job]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.database(database), stdout=subprocess.PIPE, text=True
        )

    def _sql(self, statement: str) -> None:
        connection = psycopg2.connect(self.postgres.environment["DATABASE_URL"])
        connection.autocommit = True  # CREATE DATABASE takes no transaction
        connection.cursor().execute(statement)
        connection.close()

    def _started(self, service: Service) -> Service:
        self.stack.callback(service.stop)
        service.wait()
        return service


@contextmanager
def benched() -> Iterator[Bench]:
    import tempfile

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        yield Bench(stack, Path(folder))


def named(size: int) -> str:
    return f"episodes_{size}"


def answer(process: subprocess.Popen[str]) -> Any:
    """What a job says in its last line."""
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, process.args))} ended with {process.returncode}.")  # type: ignore[union-attr]
    return json.loads(said.strip().rsplit("\n", 1)[-1])


def answers(url: str) -> bool:
    try:
        return ask(url)[0] == 200
    except OSError:
        return False


def missing() -> list[str]:
    """The programs that are not installed."""
    found = {"nginx": nginx.program(), "wrk": shutil.which("wrk")}
    return [name for name, program in found.items() if program is None]
