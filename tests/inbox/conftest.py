from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from episodes.models import Show
from tests.factories import CueFactory, EpisodeFactory, TranscriptFactory
from tests.inbox.stamped import stamped
from transcripts.models import Cue, Transcript

STORY = {"url": "https://knots.example/bowline", "why": "It holds.", "kind": "topic", "name": "Piet"}


@pytest.fixture
def listener() -> Client:
    """A browser that says from which page it comes, and takes Django's checks for forgery seriously."""
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def suggest(listener: Client, show: Show):
    def send(client: Client = listener, **fields: str) -> HttpResponse:
        return client.post("/submit/", {**STORY, "stamp": stamped("story"), **fields})

    return send


@pytest.fixture
def transcript(show: Show) -> Transcript:
    episode = EpisodeFactory(show=show, number=12, title="Knots", slug="knots")
    transcript = TranscriptFactory(episode=episode)
    for order, text in enumerate(["Hello there.", "I like bow lions.", "So do I."], start=1):
        CueFactory(transcript=transcript, order=order, start=timedelta(seconds=4.4 * order), text=text)
    return transcript


@pytest.fixture
def cue(transcript: Transcript) -> Cue:
    return transcript.cues.get(order=2)


@pytest.fixture
def correct(listener: Client, cue: Cue):
    def send(client: Client = listener, at: str = "8.8", **fields: str) -> HttpResponse:
        form = {"suggestion": "I like bowlines.", "remark": "", "stamp": stamped_for(cue)}
        return client.post(f"/episodes/12/knots/transcript/correct/?at={at}", {**form, **fields})

    return send


def stamped_for(cue: Cue) -> str:
    return stamped(f"correction {cue.pk} {cue.text}")
