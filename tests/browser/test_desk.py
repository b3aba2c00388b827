"""The desk as a host sees it: nothing that axe finds, nothing that the content security policy stops, by keyboard."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from downloads.models import HourCount
from episodes.models import Recording
from tests.browser.axe import violations
from tests.browser.signing_in import sign_in
from tests.factories import (
    CorrectionFactory,
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    StoryFactory,
    TranscriptFactory,
)
from transcripts.models import Speaker, Term

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(live_server, page: Page) -> Page:
    """A host who is signed in, and a show in the midst of its work."""
    show = ShowFactory(site_address=live_server.url)
    now = timezone.now()
    ada = PersonFactory(name="Ada Moss")
    episode = EpisodeFactory(show=show, number=129, title="Small queues", draft=True)
    CreditFactory(episode=episode, person=ada)
    SegmentFactory.create_batch(2, episode=episode)
    EpisodeFactory(show=show, number=130, title="Post", published_at=now + timedelta(days=3))
    heard = EpisodeFactory(show=show, number=128, title="Kettles", published_at=now - timedelta(days=8))
    HourCount.objects.create(episode=heard, day=now.date(), hour=now - timedelta(days=8), downloads=1234)
    transcript = TranscriptFactory(episode=heard)
    CueFactory(transcript=transcript, order=1, text="We use pie test.", speaker="Speaker 1")
    CueFactory(transcript=transcript, order=2, text="Every day.", speaker="Speaker 2")
    Speaker.objects.create(transcript=transcript, label="Speaker 1")
    StoryFactory(show=show, why="It saves an hour a week, and it has a very long name indeed.")
    CorrectionFactory(episode=heard)
    Recording.objects.create(
        episode=episode, name="kc-129.mp3", bytes=1, state="refused", refusal="It is a picture."
    )
    Term.objects.create(show=show, heard="pie test", meant="pytest")
    DBTaskResult.objects.create(
        id=uuid4(),
        status="FAILED",
        task_path="episodes.cards.making.draw_cards_of",
        args_kwargs={"args": [heard.pk], "kwargs": {}},
        backend_name="default",
        run_after=now,
    )
    sign_in(page, live_server.url)
    page.set_default_timeout(30_000)
    page.goto(f"{live_server.url}/admin/")
    page.wait_for_selector(".desk-panels")
    return page


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_desk_is_sound_on_a_phone_and_a_screen(desk, width, theme):
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    desk.set_viewport_size({"width": width, "height": 1000})
    desk.emulate_media(color_scheme=theme)
    desk.reload()

    assert violations(desk, "#content") == []
    assert overflow(desk) <= 0
    assert said == []


def test_a_failed_job_is_tried_again_by_keyboard(desk):
    again = desk.get_by_role("button", name="Try again")
    again.focus()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("It is tried again, within a minute.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Work that failed")).to_have_count(0)


def test_a_glossary_is_looked_at_and_applied(desk):
    desk.get_by_role("link", name="Glossary", exact=True).first.click()
    desk.get_by_role("link", name="See what would change").click()
    expect(desk.get_by_text("We use pytest.")).to_be_visible()

    desk.get_by_role("button", name="Change this line").click()

    expect(desk.get_by_role("status")).to_contain_text("waits for its turn")
