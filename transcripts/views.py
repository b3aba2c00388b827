"""What was said in an episode: to read, and as captions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from episodes.previews import find_episode, guard_draft
from episodes.rundown import rundown
from episodes.shows import show_for
from transcripts.formats import vtt as webvtt
from transcripts.models import Transcript
from transcripts.sections import sections


@require_safe
def detail(request: HttpRequest, address: str, slug: str) -> HttpResponse:
    episode = find_episode(request, show_for(request).episodes.for_page(), address)
    if request.path != episode.transcript_url:
        return redirect(episode.transcript_url, permanent=episode.is_published())
    transcript = get_object_or_404(Transcript, episode=episode, chosen=True)
    cues = transcript.read_cues()
    runs = rundown(episode)
    context = {
        "episode": episode,
        "transcript": transcript,
        "rundown": runs,
        "sections": sections(cues, runs),
        "words": f"{sum(len(cue.text.split()) for cue in cues):,}",
        "query": request.GET.get("q", "")[:200],
    }
    return guard_draft(render(request, "transcripts/detail.html", context), episode)


@require_safe
def vtt(request: HttpRequest, address: str, slug: str) -> HttpResponse:
    """Captions for players and podcast apps, also those that run in a browser: open to every origin."""
    episode = find_episode(request, show_for(request).episodes.all(), address)
    transcript = get_object_or_404(Transcript, episode=episode, chosen=True, has_times=True)
    response = HttpResponse(
        webvtt.write(transcript.read_cues()),
        content_type="text/vtt; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*"},
    )
    return guard_draft(response, episode)
