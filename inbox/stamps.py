"""When a form was opened, signed: in place of a cookie, and of a captcha.

A stamp fits one ``purpose`` alone, such as one line of one transcript with the words that were shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

# Nobody reads and writes in less; whoever keeps a form open for longer than a day's work looks at it once more.
FASTEST: Final = timedelta(seconds=2)
OLDEST: Final = timedelta(hours=12)


class TooFast(Exception):
    """Sent as soon as it was opened, as programs do."""


class TooOld(Exception):
    """Opened long ago, or for something else, or never."""


def stamp(purpose: str) -> str:
    return _signer(purpose).sign("")


def check_stamp(given: str, purpose: str) -> None:
    """Raises ``TooFast`` or ``TooOld``."""
    signer = _signer(purpose)
    try:
        signer.unsign(given, max_age=OLDEST)
    except BadSignature as error:
        raise TooOld from error
    try:
        signer.unsign(given, max_age=FASTEST)
    except SignatureExpired:
        return
    raise TooFast


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"inbox {purpose}")
