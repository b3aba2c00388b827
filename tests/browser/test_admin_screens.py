"""Every page below the desk, as ``tests.team.every_address`` knows them, in a browser.

Ours: axe finds nothing and nothing sticks out, on a telephone and on a screen, light and dark. Ours and Django's own:
nothing that the content security policy stops, and no script that fails.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from episodes.models import Booking, Episode, NotesVersion, PreviewLink, Show, Sponsor
from episodes.notes.apply import apply_notes
from tests.browser.axe import violations
from tests.browser.signing_in import sign_in
from tests.factories import (
    CueFactory,
    EpisodeFactory,
    MemberFactory,
    PersonFactory,
    ShowFactory,
    ShowHostFactory,
    TopicFactory,
    TranscriptFactory,
)
from tests.team.every_address import LISTS, OURS, ROWS, STOCK, WITHOUT, Door, address, episode_keys
from transcripts.models import Speaker

pytestmark = pytest.mark.django_db(transaction=True)

THEMES: Final = ("light", "dark")
ALSO = ("admin:index", "admin:two_factor")
NOTES = """\
**Ada #1:** [00:01] [Waxed string](https://string.example/wax)

- It *carries* further.

**Sponsor:** Acme

**Bo #2:** Tin
"""


@pytest.fixture
def show(transactional_db, live_server) -> Show:
    show = ShowFactory(site_address=live_server.url)
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Quill", slug="ada-quill"))
    return show


@pytest.fixture
def episode(show) -> Episode:
    """A draft with something in every part of its pages."""
    episode = EpisodeFactory(show=show, draft=True, audio=True, number=900, title="Wax", notes=NOTES)
    apply_notes(episode)
    TopicFactory(show=show, name="String")
    Booking.objects.create(
        show=show, sponsor=Sponsor.objects.get(), first_day="2026-01-01", last_day="2026-01-31"
    )
    transcript = TranscriptFactory(episode=episode)
    for order, who in enumerate(["Speaker 1", "Speaker 2", "Speaker 1"]):
        words = "We talk of waxed string, and why it carries."
        CueFactory(
            transcript=transcript, order=order, speaker=who, text=words, start=timedelta(seconds=order)
        )
    Speaker.objects.create(transcript=transcript, label="Speaker 1")
    for text in ("- It carries.", "- It *carries*."):
        NotesVersion.objects.create(episode=episode, kind="saved", text=text)
    PreviewLink.objects.create(
        episode=episode, label="Zoe, the guest", expires_at=timezone.now() + timedelta(days=7)
    )
    return episode


@pytest.fixture
def host(page: Page, live_server, show) -> Page:
    MemberFactory(show=show, user=sign_in(page, live_server.url))
    page.set_default_timeout(30_000)
    return page


def our_pages(show: Show, episode: Episode) -> list[str]:
    """The addresses of ours that answer with a page."""
    doors = {name: door for name, door in OURS.items() if "get" in door.ways}
    paths = [_path(name, door, show, episode) for name, door in doors.items()]
    return [*paths, *(reverse(name) for name in (*LISTS, *ALSO))]


def _path(name: str, door: Door, show: Show, episode: Episode) -> str:
    keys = (episode.pk,) if door.keys is episode_keys else door.keys(show)
    return reverse(name) + door.query.format(*keys) if door.query else reverse(name, args=keys)


def forms(show: Show, episode: Episode) -> list[str]:
    """Django's pages in which the most is ours; axe has been asked of our parts, the editor among them."""
    rows = {
        "episodes.episode": episode,
        "episodes.show": show,
        "transcripts.transcript": episode.transcripts.get(),
    }
    return [
        *(address(label, "change", row.pk) for label, row in rows.items()),
        address("episodes.episode", "changelist"),
        address("imports.importrun", "add"),
    ]


def is_page(client: Client, path: str) -> bool:
    answer = client.get(path)
    return not answer.streaming and answer.status_code == 200 and b'id="content"' in answer.content


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [390, 1440])
def test_our_pages_are_sound_light_and_dark(host, live_server, admin_client, show, episode, width):
    host.set_viewport_size({"width": width, "height": 1000})
    said: list[str] = []
    host.on("console", lambda message: said.append(f"{host.url}: {message.text}"))
    found: dict[str, list[Any]] = {}
    pages = [path for path in our_pages(show, episode) if is_page(admin_client, path)]
    for path in [*pages, *forms(show, episode)]:
        for theme in THEMES:
            host.emulate_media(color_scheme=theme)
            host.goto(live_server.url + path)
            wrong = violations(host, "#content") if path in pages else []
            if wrong or overflow(host) > 0:
                found[f"{path} {theme}"] = [*wrong, overflow(host)]

    assert found == {}
    assert said == []
    assert len(pages) >= 15


def test_the_policy_stops_nothing_on_djangos_own_pages(host, live_server, show):
    said: list[str] = []
    host.on("console", lambda message: said.append(f"{host.url}: {message.text}"))
    for label, make in ROWS.items():
        row = make(show)
        for page in STOCK.keys() - WITHOUT.get(label, set()):
            keys = () if page in {"changelist", "add"} else (row.pk,)
            host.goto(live_server.url + address(label, page, *keys))

    assert said == []
