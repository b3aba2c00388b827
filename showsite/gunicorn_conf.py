"""How gunicorn serves the site: the same in `make run` and in a container.

Behind a buffering proxy the threads of a worker wait for the database and the storage, never for slow readers.
"""

from __future__ import annotations

import os
from pathlib import Path

host = os.environ.get("HOST", "127.0.0.1")
bind = (
    f"[{host}]:{os.environ.get('PORT', '8000')}"
    if ":" in host
    else f"{host}:{os.environ.get('PORT', '8000')}"
)

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 16
keepalive = 5
timeout = 30
graceful_timeout = 25
max_requests = 2000
max_requests_jitter = 200
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
