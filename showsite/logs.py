"""Log lines: plain for people, JSON for machines; values are escaped, so that nobody writes lines of their own.

Knows nothing of Django: gunicorn's own process, which outlives the code of its workers, writes its lines with this too.
"""

from __future__ import annotations

import json
import logging
import os
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

# Of the request, or of the task of a worker, that a line belongs to.
request_id: ContextVar[str] = ContextVar("request_id", default="-")

# What a line may say beside its words. A list, so that nothing personal gets into the log by accident.
FIELDS: Final = ("method", "path", "view", "status", "milliseconds", "task")

# What no line says is not looked up either: https://docs.python.org/3/howto/logging.html#optimization
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class PlainFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": os.getpid(),
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        line |= {
            name: value for name in FIELDS if isinstance(value := getattr(record, name, None), str | int)
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
