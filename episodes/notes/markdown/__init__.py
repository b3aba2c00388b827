"""The Python-Markdown extension that reads a note as GitHub does."""

from __future__ import annotations

from episodes.notes.markdown.extension import GitHubReading

__all__ = ["GitHubReading"]
