"""The forms in which a transcript is offered to podcast apps. Pure.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
"""

from __future__ import annotations

from typing import Final

# In the order of a feed: Apple takes the first that it knows.
MEDIA_TYPES: Final = {
    "vtt": "text/vtt",
    "json": "application/json",
    "srt": "application/x-subrip",
    "html": "text/html",
    "txt": "text/plain",
}
CAPTIONS: Final = ("vtt", "json", "srt")
"""Those that play along; nothing can be made of them where a transcript has no times."""
TIMELESS: Final = ("txt",)
