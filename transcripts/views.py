"""What was said in an episode: to read, and as captions."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from episodes.feeds.responses import hash_of, respond
from episodes.models import Episode
from episodes.previews import find_episode, find_preview, guard_draft, guard_preview
from episodes.rundown import rundown
from episodes.shows import show_for
from episodes.transcript_types import MEDIA_TYPES, TIMELESS
from transcripts.formats import html, plain_text, podcast_json, srt, vtt
from transcripts.models import Transcript
from transcripts.paragraphs import as_text
from transcripts.sections import sections

WRITERS: Final = {
    "vtt": vtt.write,
    "json": podcast_json.write,
    "srt": srt.write,
    "html": html.write,
    "txt": plain_text.write,
}


@require_safe
def detail(request: HttpRequest, address: str, slug: str) -> HttpResponse:
    episode = find_episode(request, show_for(request).episodes.for_page(), address)
    if request.path != episode.transcript_url:
        return redirect(episode.transcript_url, permanent=episode.is_published())
    return guard_draft(render(request, "transcripts/detail.html", page_of(request, episode)), episode)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What was said in a draft, for a guest who was given its secret address."""
    episode = find_preview(request, Episode.objects.for_page(), token)
    if episode.is_published():
        return guard_preview(redirect(episode.transcript_url))
    return guard_preview(render(request, "transcripts/preview.html", page_of(request, episode)))


def page_of(request: HttpRequest, episode: Episode) -> dict[str, Any]:
    """What the page of an episode's transcript shows. Raises Http404 where it has none."""
    transcript = get_object_or_404(Transcript, episode=episode, chosen=True)
    cues = transcript.read_cues()
    runs = rundown(episode)
    return {
        "episode": episode,
        "transcript": transcript,
        "rundown": runs,
        "sections": sections(cues, runs, timed=transcript.has_times),
        "words": sum(len(cue.text.split()) for cue in cues),
        "query": request.GET.get("q", "")[:200],
    }


@require_safe
def file(request: HttpRequest, address: str, slug: str, form: str) -> HttpResponse:
    """The words for players and podcast apps, also those that run in a browser: open to every origin."""
    if form not in WRITERS:
        raise Http404("No such form.")
    episode = find_episode(request, show_for(request).episodes.all(), address)
    transcript = get_object_or_404(Transcript, episode=episode, chosen=True)
    if not transcript.has_times and form not in TIMELESS:
        raise Http404("The transcript has no times.")
    write = WRITERS[form] if transcript.has_times else as_text
    content = write(transcript.read_cues()).encode()
    media_type = f"{MEDIA_TYPES[form]}; charset=utf-8"
    return guard_draft(respond(request, hash_of(content), lambda: content, media_type), episode)
