"""Writes the podcast namespace's JSON transcripts, version 1.0.0.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md#json
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from transcripts.cues import ParsedCue
from transcripts.formats.writing import ShownCue, in_order


def write(cues: Iterable[ParsedCue]) -> str:
    """The cues in time order; times are seconds. Every segment has an end and a body, as readers demand."""
    segments = [_written(cue) for cue in in_order(cues)]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False)


def _written(cue: ShownCue) -> dict[str, str | float]:
    speaker: dict[str, str | float] = {"speaker": cue.speaker} if cue.speaker else {}
    return speaker | {"startTime": cue.start / 1000, "endTime": cue.end / 1000, "body": cue.text}
