"""What was said, as it is read."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from episodes.templatetags.episode_tags import moment
from transcripts.cues import ParsedCue
from transcripts.paragraphs import Turn

register = template.Library()


@register.simple_tag
def cues(turn: Turn, timed: bool) -> SafeString:
    """The cues of a turn, each with its moment. By hand, where the pages are templates: an hour has a thousand cues,
    for which a template takes twenty times as long."""
    spans = (
        f'<span class="cue"{_when(cue) if timed else ""}>{escape(cue.text)}</span> ' for cue in turn.cues
    )
    return mark_safe("".join(spans))  # noqa: S308 - the words are escaped, the rest is ours


def _when(cue: ParsedCue) -> str:
    return f' data-s="{moment(cue.start)}"'
