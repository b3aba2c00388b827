"""An nginx of our own: with the sample configuration, or with any other site."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from showsite.engines.service import spawn

TEMPLATE = Path(__file__).parent.parent / "deploy" / "nginx.conf.template"
WHOLE = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes {workers};
events {{ }}
http {{
    access_log off; types {{ }} default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def sample(folder: Path, port: int, *, app: str, storage: str, bucket: str) -> str:
    """The sample configuration with its blanks filled in, as the image does it: nginx's own variables have no
    braces."""
    values = {
        "LISTEN": f"127.0.0.1:{port}",
        "APP": app,
        "STORAGE": storage,
        "BUCKET": bucket,
        "CACHE_DIR": str(folder / "cache"),
        "CACHE_SIZE": "100m",
        "SCHEME": "$scheme",
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    assert "${" not in text
    return text


@contextmanager
def serving(folder: Path, port: int, site: str, workers: int = 1) -> Iterator[int]:
    """The process number of an nginx that serves a site's configuration."""
    name = program()
    assert name is not None
    (folder / "cache").mkdir(parents=True)
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, workers=workers))
    command = [name, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    user = ["-g", "user root;"] if os.getuid() == 0 else []
    subprocess.run([*command, "-t", "-q"], check=True)
    process = spawn([*command, *user], log=folder / "log")  # and it ends when we do, however we end
    try:
        wait(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def wait(port: int) -> None:
    for _ in range(100):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
