"""Names at the beginning of what was said: "Guido van Rossum: yes", and not "So this is it: no"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

# Capital letters tell a name.
_WORD: Final = r"[^\W\d_a-z][\w.'’-]*"
_LATER_WORD: Final = rf"(?:{_WORD}|[0-9]+|van|von|der|den|de|di|da|del|la|le|bin|al|and|&)"
NAME: Final = rf"{_WORD}(?: {_LATER_WORD}){{0,4}}"
LABEL: Final = re.compile(rf"({NAME}): +(?=\S)")


def repeated(labels: Iterable[str]) -> dict[str, int]:
    """The labels that come more than once, the commonest first."""
    return {label: count for label, count in Counter(labels).most_common() if count > 1}
