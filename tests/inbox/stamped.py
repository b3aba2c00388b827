"""A form that was opened some time ago."""

from __future__ import annotations

import time
from datetime import timedelta

from django.core.signing import TimestampSigner, b62_encode


def stamped(purpose: str, ago: timedelta = timedelta(minutes=1)) -> str:
    class Then(TimestampSigner):
        def timestamp(self) -> str:
            return b62_encode(int(time.time() - ago.total_seconds()))

    return Then(salt=f"inbox {purpose}").sign("")
