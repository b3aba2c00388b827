"""Tokens that look like any other and belong to nothing: for programs that filled in the trap.

They can be told from invented ones without being stored, so that the page they lead to answers as a real one does.
"""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac


def decoy() -> str:
    seed = get_random_string(10)
    return seed + _check_of(seed)


def is_decoy(token: str) -> bool:
    return constant_time_compare(token[10:], _check_of(token[:10]))


def _check_of(seed: str) -> str:
    return salted_hmac("inbox decoy", seed).hexdigest()[:22]
