"""Cues as they are read: each with its moment, for scripts to follow.

By hand, where the pages are templates: an hour has a thousand cues, for which a template takes twenty times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from episodes.timestamps import format_seconds
from transcripts.cues import ParsedCue


def spans(cues: Iterable[ParsedCue], *, timed: bool) -> SafeString:
    written = (f'<span class="cue"{_when(cue) if timed else ""}>{escape(cue.text)}</span> ' for cue in cues)
    return mark_safe("".join(written))  # noqa: S308 - the words are escaped, the rest is ours


def _when(cue: ParsedCue) -> str:
    return f' data-s="{format_seconds(cue.start)}"'
