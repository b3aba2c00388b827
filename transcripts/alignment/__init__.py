"""Where each segment of the notes starts in the audio, found in what was said, and how sure that is. Pure.

``words`` reads texts, ``phrases`` knows how people hand over, ``timeline`` is the transcript in short pieces,
``evidence`` weighs what speaks for a segment at each piece, ``path`` finds the best way through the topics,
``spots`` finds what is not a topic, ``confidence`` says how sure.
"""

from __future__ import annotations

from transcripts.alignment.align import Placement, SegmentText, align

__all__ = ["Placement", "SegmentText", "align"]
