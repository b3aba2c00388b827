"""Uploading audio at the desk: what the page's script asks for, in JSON. The bytes go past the app."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from episodes.audio.checking import check_recording
from episodes.audio.uploads import UploadRefused, complete_upload, give_up, missing_parts, start_upload
from episodes.models import Episode, Recording
from episodes.storage import NOT_STORED

State = Recording.State
OTHER_TAGS = (
    "The audio file still bears the old title or chapters. If that matters to listeners who keep the file, choose "
    "“Tag the audio again” in the list of episodes: it makes a new file, which apps may download once more."
)


class AudioUploads(ModelAdmin[Episode]):
    """Adds the addresses that ``static/js/audio-upload.js`` talks to; each asks whether this host may."""

    def get_urls(self) -> list[URLPattern]:
        ours: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("start", require_POST(self.start_audio), "episodes_audio_start"),
            ("<int:recording>/complete", require_POST(self.complete_audio), "episodes_audio_complete"),
            ("<int:recording>/drop", require_POST(self.drop_audio), "episodes_audio_drop"),
            ("<int:recording>/", require_GET(self.audio_state), "episodes_audio_state"),
        ]
        return [
            path(f"<int:episode>/audio/{place}", self.admin_site.admin_view(_answering(view)), name=name)
            for place, view, name in ours
        ] + super().get_urls()

    def start_audio(self, request: HttpRequest, episode: int) -> HttpResponse:
        """Takes ``{"name": …, "size": …}``; answers with the parts that are still to be sent."""
        name, size = _wish(request)
        recording = start_upload(self._episode(request, episode), name, size)
        parts = [
            {"number": part.number, "begin": part.begin, "end": part.end, "url": part.url}
            for part in missing_parts(recording)
        ]
        return JsonResponse({"recording": recording.pk, "size": recording.bytes, "parts": parts})

    def complete_audio(self, request: HttpRequest, episode: int, recording: int) -> HttpResponse:
        row = self._recording(request, episode, recording)
        if row.state == State.UPLOADING:
            complete_upload(row)
            check_recording.enqueue(row.pk)
        return JsonResponse(as_values(row))

    def drop_audio(self, request: HttpRequest, episode: int, recording: int) -> HttpResponse:
        row = self._recording(request, episode, recording)
        if row.state == State.UPLOADING:
            give_up(row)
        return JsonResponse({})

    def audio_state(self, request: HttpRequest, episode: int, recording: int) -> HttpResponse:
        return JsonResponse(as_values(self._recording(request, episode, recording)))

    def _episode(self, request: HttpRequest, pk: int) -> Episode:
        episode = Episode.objects.filter(pk=pk).first()
        if episode is None:
            raise Http404("No such episode.")
        if not self.has_change_permission(request, episode):
            raise PermissionDenied
        return episode

    def _recording(self, request: HttpRequest, episode: int, pk: int) -> Recording:
        row = self._episode(request, episode).recordings.filter(pk=pk).first()
        if row is None:
            raise Http404("No such upload.")
        return row


def as_values(recording: Recording) -> dict[str, Any]:
    """What the page says of an upload."""
    return {
        "state": recording.state,
        "name": recording.name,
        "refusal": recording.refusal,
        "facts": recording.facts if recording.state == State.READY else "",
        "problems": recording.problems,
    }


def _wish(request: HttpRequest) -> tuple[str, int]:
    try:
        wish = json.loads(request.body)
        name, size = str(wish["name"]), int(wish["size"])
    except (ValueError, KeyError, TypeError) as error:
        raise UploadRefused("The browser has not said what it wants to send.") from error
    return "".join(character for character in name if character.isprintable()), size


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a host should read is said in words, and not as a page."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UploadRefused as error:
            return JsonResponse({"error": str(error)}, status=400)
        except NOT_STORED:
            return JsonResponse({"error": "The object storage does not answer. Try again."}, status=503)

    return answer
