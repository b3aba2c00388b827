"""Writes a label track for Audacity. https://manual.audacityteam.org/man/importing_and_exporting_labels.html"""

from __future__ import annotations

from episodes.outputs.outline import Outline


def write(outline: Outline) -> str:
    """A point for each part: where it ends is nobody's word."""
    return "".join(
        f"{start.total_seconds():.6f}\t{start.total_seconds():.6f}\t{' '.join(entry.title.split())}\n"
        for start, entry in outline.chapters
    )
