"""What the tools that write transcripts as JSON call the parts of a segment.

- The podcast namespace, 1.0.0: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md#json
- Whisper and its relatives: https://github.com/openai/whisper/blob/main/whisper/transcribe.py
- whisper.cpp: https://github.com/ggml-org/whisper.cpp/blob/master/examples/cli/cli.cpp
- DOTe: https://github.com/podlove/podlove-publisher (imports it); the Podlove Web Player: https://docs.podlove.org/podlove-web-player
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from episodes.timestamps import parse_timestamp

Segment = dict[str, object]

SECOND: Final = timedelta(seconds=1)
MILLISECOND: Final = timedelta(milliseconds=1)
# As far as a written time goes ("9999:59:59"); a timedelta holds more, a clock does not.
_LONGEST: Final = timedelta(hours=10_000)


@dataclass(frozen=True, kw_only=True)
class JsonForm:
    """Where a segment keeps its parts. ``inner`` are the keys inside times that are objects of their own.

    A time is a number of ``unit``, or a clock ("00:00:01,500") in any form.
    """

    name: str
    start: str
    end: str
    text: str
    speakers: tuple[str, ...] = ("speaker",)
    inner: tuple[str, str] | None = None
    unit: timedelta = SECOND

    def times(self, segment: Segment) -> tuple[timedelta | None, timedelta | None]:
        start, end = segment.get(self.start), segment.get(self.end)
        if self.inner is not None:
            start, end = _inside(start, self.inner[0]), _inside(end, self.inner[1])
        return self._moment(start), self._moment(end)

    def words(self, segment: Segment) -> str:
        return _text(segment.get(self.text))

    def speaker(self, segment: Segment) -> str:
        return next((name for key in self.speakers if (name := _text(segment.get(key)).strip())), "")

    def _moment(self, value: object) -> timedelta | None:
        if isinstance(value, str):
            return parse_timestamp(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value * self.unit if 0 <= value < _LONGEST / self.unit else None


# Of two that share a key, the one that is told by more of them comes first.
FORMS: Final = (
    JsonForm(
        name="podlove-json",
        start="start_ms",
        end="end_ms",
        text="text",
        speakers=("voice", "speaker"),
        unit=MILLISECOND,
    ),
    JsonForm(
        name="whisper-cpp-json",
        start="offsets",
        end="offsets",
        text="text",
        inner=("from", "to"),
        unit=MILLISECOND,
    ),
    JsonForm(name="podcast-json", start="startTime", end="endTime", text="body"),
    JsonForm(
        name="dote-json",
        start="startTime",
        end="endTime",
        text="text",
        speakers=("speakerDesignation", "speaker"),
    ),
    JsonForm(name="whisper-json", start="start", end="end", text="text"),
)
LISTS: Final = ("segments", "transcription", "lines", "transcripts")


def find_form(segments: Sequence[Segment]) -> JsonForm | None:
    """The form of the first segment that is of any."""
    for segment in segments:
        for form in FORMS:
            if form.start in segment and form.text in segment:
                return form
    return None


def _inside(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
