"""Whether the show has talked about a page before, or somebody has suggested it."""

from __future__ import annotations

from django.db.models import Q

from episodes.models import Episode, Link, Segment, Show
from inbox.addresses import spellings
from inbox.models import Story


def covered_in(show: Show, url: str) -> Episode | None:
    """The newest published episode whose notes lead to an address."""
    urls = spellings(url)
    segments, links = Segment.objects.filter(url__in=urls), Link.objects.filter(url__in=urls)
    episodes = show.episodes.published().defer("notes", "notes_html")
    covering = Q(pk__in=segments.values("episode")) | Q(pk__in=links.values("segment__episode"))
    return episodes.filter(covering).newest_first().first()


def was_sent_before(story: Story) -> bool:
    return Story.objects.filter(show_id=story.show_id, pk__lt=story.pk).at(story.url).exists()
