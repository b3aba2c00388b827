"""What was said, as it is read."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from episodes.fragments import fragment
from episodes.models import Episode
from episodes.page_parts import around
from transcripts.models import Transcript
from transcripts.sections import Section

register = template.Library()


@register.simple_tag
def section(section: Section, episode: Episode, transcript: Transcript, correct_url: str) -> SafeString:
    """What was said during a part. ``correct_url``: "" where nobody may correct it."""
    return fragment(
        "transcripts/_section.html",
        section=section,
        has_times=transcript.has_times,
        notes_url=episode.get_absolute_url(),
        correct_url=correct_url,
        **around(episode),
    )
