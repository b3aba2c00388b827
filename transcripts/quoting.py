"""Soundbites that a transcript offers, into rows that a host accepts or leaves."""

from __future__ import annotations

from typing import Final

from episodes.languages import speaking_for
from episodes.models import Episode, Soundbite
from episodes.rundown import rundown
from transcripts.models import Transcript
from transcripts.soundbites import Stretch, soundbites

MOST: Final = 3


def propose_soundbites(episode: Episode) -> int:
    """Offer the best few; what a host has accepted or typed stays. How many are offered now.

    Only segments whose start and end are known have any.
    """
    transcript = Transcript.objects.filter(episode=episode, chosen=True, has_times=True).first()
    if transcript is None:
        return 0
    whole = Episode.objects.select_related("show").for_page().get(pk=episode.pk)
    with speaking_for(whole.show):
        stretches = [
            Stretch(start=item.segment.start, end=item.end, title=item.contents_title)
            for item in rundown(whole).by_start
            if item.is_topic and item.segment.start is not None and item.end is not None
        ]
    episode.soundbites.filter(accepted=False).delete()
    taken = set(episode.soundbites.values_list("start", flat=True))
    best = [bite for bite in soundbites(stretches, transcript.read_cues()) if bite.start not in taken][:MOST]
    Soundbite.objects.bulk_create(
        Soundbite(
            episode=episode,
            start=bite.start,
            duration=bite.duration,
            title=bite.title,
            text=bite.text[:5000],
            accepted=False,
        )
        for bite in best
    )
    return len(best)
