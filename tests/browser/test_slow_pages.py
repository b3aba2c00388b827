"""A page may pause anywhere on its way: over a slow line it comes in pieces, and is drawn before it is whole."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from django.core.handlers.base import BaseHandler
from django.http import StreamingHttpResponse
from django.urls import reverse
from playwright.sync_api import expect

from episodes.notes.apply import apply_notes
from tests.browser.signing_in import sign_in
from tests.factories import CueFactory, EpisodeFactory, ShowFactory, TranscriptFactory

pytestmark = pytest.mark.django_db(transaction=True)

# Seconds. Long enough for a browser to draw what it has.
PAUSE = 0.5
# A browser leaves what came in such a piece undrawn, and all around it, where a size container holds it.
IN_A_TEXT_AREA = re.compile(rb"(?<=<textarea)[^>]*>\s*\w?", re.DOTALL)


@pytest.fixture
def pause_in_text_areas(monkeypatch):
    whole = BaseHandler.get_response

    def in_pieces(body: bytes) -> Iterator[bytes]:
        begin = 0
        for found in IN_A_TEXT_AREA.finditer(body):
            yield body[begin : found.end()]
            time.sleep(PAUSE)
            begin = found.end()
        yield body[begin:]

    def get_response(self, request):
        response = whole(self, request)
        if b"<textarea" not in getattr(response, "content", b""):
            return response
        pieces = StreamingHttpResponse(in_pieces(response.content), headers=response.headers)
        del pieces["Content-Length"]
        pieces.cookies = response.cookies
        return pieces

    monkeypatch.setattr(BaseHandler, "get_response", get_response)


@pytest.fixture
def episode(live_server):
    show = ShowFactory(site_address=live_server.url)
    episode = EpisodeFactory(
        show=show, notes="**Ada #1:** [Twine](https://twine.example)\n\n- It holds.\n" * 40
    )
    apply_notes(episode)
    return episode


def opened_again(page, address):
    """With what a first visit brought in the browser's cache, so that it draws early."""
    page.goto(address)
    page.reload()


def test_the_editor_shows_notes_that_came_in_pieces(page, episode, live_server, pause_in_text_areas):
    address = live_server.url + reverse("admin:episodes_episode_change", args=[episode.pk])
    sign_in(page, address)

    opened_again(page, address)

    expect(page.locator(".cm-content")).to_be_visible()
    expect(page.locator("notes-preview .paper h2").first).to_be_visible()


def test_a_listener_can_correct_a_line_on_a_page_that_came_in_pieces(
    page, episode, live_server, pause_in_text_areas
):
    CueFactory(transcript=TranscriptFactory(episode=episode), text="Twine is hollow. " * 40)

    opened_again(page, f"{live_server.url}{episode.get_absolute_url()}transcript/correct/?at=0")

    expect(page.locator("main textarea").first).to_be_visible()
