"""UTF-8 that was read with a one-byte character set on its way here: ``‚Äô`` or ``â€™`` for an apostrophe.

Found and undone run by run of non-ASCII characters, so that text which is only partly damaged is repaired
as well. A run counts when its bytes are valid UTF-8 for characters that people type. Longer sequences are
proof by themselves; two-byte ones (``Ã©``) may be chance, so they need a majority of all runs. Fenced code
proves nothing: an article about this very damage quotes it there.
"""

from __future__ import annotations

import re
from typing import Final

from .document import Finding

_RUN: Final = re.compile(r"[^\x00-\x7f]+")
_PLAUSIBLE: Final = re.compile(
    "[\u00a0-\u017f\u0370-\u045f\u2000-\u2bff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\ufe0f\ufeff"
    "\U0001f000-\U0001faff]+"
)
_FENCED: Final = re.compile(r"^ {0,3}```.*?^ {0,3}```", re.MULTILINE | re.DOTALL)
_EMOJI_START: Final = b"\xf0"


def _bytes_by_character(codec: str) -> dict[str, int]:
    """The codec's upper half; a byte it does not define stands for the control character C1."""
    return {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}


_MAC_ROMAN: Final = _bytes_by_character("mac_roman")
_CODECS: Final = (_MAC_ROMAN, _bytes_by_character("cp1252"))


def repair_mojibake(text: str) -> str | None:
    """The text as it was before it was mis-decoded, or None where nothing points to that."""
    fixes = _find_fixes(text)
    return _RUN.sub(lambda match: fixes.get(match[0], match[0]), text) if fixes else None


def mojibake_findings(text: str) -> tuple[Finding, ...]:
    """One finding for the whole text, at the first damaged line, with the repair it proposes."""
    fixes = _find_fixes(text)
    if not fixes:
        return ()
    damaged = [match for match in _RUN.finditer(text) if match[0] in fixes]
    first = damaged[0]
    line = 1 + len(re.findall(r"\r\n|\r|\n", text[: first.start()]))
    message = (
        f"“{first[0]}” was probably “{fixes[first[0]]}” before the text was read in a wrong character set; "
        f"{len(damaged)} such places can be repaired."
    )
    return (Finding(line=line, code="mojibake", message=message),)


def _find_fixes(text: str) -> dict[str, str]:
    """Each damaged run and what it was; empty where the text is sound."""
    runs, evidence = set(_RUN.findall(text)), set(_RUN.findall(_FENCED.sub("", text)))
    for codec in _CODECS:
        fixes = {run: fixed for run in runs if (fixed := _undo(run, codec)) is not None}
        proven = evidence & fixes.keys()
        if 2 * len(proven) > len(evidence) or any(len(run) > 2 * len(fixes[run]) for run in proven):
            return fixes
    return {}


def _undo(run: str, codec: dict[str, int]) -> str | None:
    if not all(character in codec for character in run):
        return None
    data = bytes(codec[character] for character in run)
    if codec is _MAC_ROMAN and data.startswith(b"\x9f"):
        # Mac Roman shows the first byte of an emoji as Apple's private logo, which copying often drops.
        data = _EMOJI_START + data
    try:
        fixed = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return fixed if _PLAUSIBLE.fullmatch(fixed) else None
