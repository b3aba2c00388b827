"""The embedded PostgreSQL and S3 server of `make run` and the tests: a development convenience.

The site itself never imports this package; in production DATABASE_URL and the S3 settings name real servers.
"""

from __future__ import annotations

from showsite.engines.postgres import start_postgres
from showsite.engines.seaweedfs import start_s3
from showsite.engines.service import Service, ServiceError

__all__ = ["Service", "ServiceError", "start_postgres", "start_s3"]
