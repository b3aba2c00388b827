"""How gunicorn serves the site: the same in `make run` and in a container.

Behind a buffering proxy the threads of a worker wait for the database and the storage, never for slow readers.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

host = os.environ.get("HOST", "127.0.0.1")
bind = (
    f"[{host}]:{os.environ.get('PORT', '8000')}"
    if ":" in host
    else f"{host}:{os.environ.get('PORT', '8000')}"
)

worker_class = "showsite.gunicorn_turns.TurnWorker"  # gthread, whose threads take turns
cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
workers = int(os.environ.get("WEB_CONCURRENCY", cores))
threads = 4
keepalive = 5
timeout = 30
graceful_timeout = 25
# Against leaks only, and seldom: a new process begins without the pages that the old one kept, and a stampede asks
# thousands of times a second.
max_requests = 200_000
max_requests_jitter = 20_000
# The heartbeat of the workers is a file; on a slow disk it would stop them.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

# No header may change the address, the scheme or the path of a request here; Django alone decides, by
# BEHIND_TLS_PROXY, whether to believe X-Forwarded-Proto.
forwarded_allow_ips = ""
forwarder_headers = ""
header_map = "refuse"

# Requests are logged by the site itself, with the request's id.
accesslog = None
errorlog = "-"
control_socket_disable = True
if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "showsite.logs.JsonFormatter"}},
        "handlers": {
            "json": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
        },
        "root": {"level": "INFO", "handlers": ["json"]},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["json"], "propagate": False}},
    }

# The hooks below leave what they make in the environment and in files. What they import before a worker is forked
# stays the code of this start, also after a reload: so that is nothing of ours, and prometheus_client alone.
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(server: Any) -> None:
    """A folder for the counters of the workers, where they are asked for."""
    if os.environ.get("METRICS_TOKEN") or os.environ.get("METRICS_TOKEN_FILE"):
        os.environ[COUNTERS] = tempfile.mkdtemp(prefix="showsite-metrics-")


def pre_fork(server: Any, worker: Any) -> None:
    """A worker's place is the lowest number that is free: files by process number would pile up, for workers come and
    go.
    """
    taken = {other.place for other in server.WORKERS.values()}
    worker.place = next(place for place in range(1, len(taken) + 2) if place not in taken)


def post_fork(server: Any, worker: Any) -> None:
    if COUNTERS in os.environ:
        from prometheus_client import values  # noqa: PLC0415 - see above

        values.ValueClass = values.MultiProcessValue(lambda: worker.place)  # type: ignore[no-untyped-call]


def post_worker_init(worker: Any) -> None:
    """The site is loaded: say from now on that this process is alive."""
    from showsite.processes import say_alive  # noqa: PLC0415 - see above

    say_alive("web")


def child_exit(server: Any, worker: Any) -> None:
    if COUNTERS in os.environ:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see above

        mark_process_dead(worker.place)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    if folder := os.environ.get(COUNTERS):
        shutil.rmtree(folder, ignore_errors=True)
