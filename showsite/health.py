"""Asks the running site whether it is well: for `make run`, and `python -m showsite.health` in a container."""

from __future__ import annotations

import http.client
import os
import sys


def is_healthy(host: str, port: int, name: str = "localhost") -> bool:
    """Whether the site at this address answers, asked by a ``name`` it serves."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> None:
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*") or "localhost"
    if not is_healthy("127.0.0.1", int(os.environ.get("PORT", "8000")), name):
        sys.exit("The site gives no answer.")


if __name__ == "__main__":
    main()
