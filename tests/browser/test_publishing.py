"""A host brings an episode from nothing to the public; a guest hears it before; a minute that comes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from episodes.models import Episode
from episodes.notes.apply import apply_notes
from tests.browser.saving import save_and_go_on
from tests.browser.signing_in import sign_in
from tests.browser.test_import_screen import work
from tests.factories import (
    AUDIO,
    EpisodeFactory,
    PersonFactory,
    ShowFactory,
    ShowHostFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = """\
**Ada #1:** [00:01] Waxed string

- It *carries* further.
"""
WORDS = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Ada Quill>Hello from the can.\n"
ZONE = "Europe/Oslo"


@pytest.fixture
def show(transactional_db, live_server):
    show = ShowFactory(site_address=live_server.url, time_zone=ZONE)
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Quill", slug="ada-quill"))
    return show


@pytest.fixture
def host(page: Page, live_server, show):
    """Signed in; whatever a browser complains of is a failure."""
    sign_in(page, live_server.url)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    assert said == []


def ready(show, **values):
    episode = EpisodeFactory(show=show, draft=True, audio=True, notes=NOTES, number=7, **values)
    apply_notes(episode)
    TranscriptFactory(episode=episode)
    return episode


def publish_page(live_server, episode):
    return f"{live_server.url}/admin/episodes/episode/{episode.pk}/publish/"


def state(page, code):
    return page.locator(f"[data-code={code}]")


def test_an_episode_goes_from_nothing_to_the_public(host, live_server, show):
    host.goto(f"{live_server.url}/admin/episodes/episode/add/")
    host.fill("#id_title", "Wax")
    host.fill("#id_summary", "Of wax, and what it carries.")
    host.locator(".cm-content").click()
    host.keyboard.insert_text(NOTES)
    host.set_input_files("#id_audio_file", AUDIO)
    save_and_go_on(host)
    work()

    host.get_by_role("link", name="Publish", exact=True).click()
    expect(state(host, "audio")).to_have_attribute("data-state", "ok")
    host.get_by_role("button", name="Publish now").click()
    expect(host.locator(".messagelist .error")).to_contain_text("It has no transcript")

    state(host, "transcript").get_by_role("link", name="Go there").click()
    host.set_input_files(
        "#id_transcript_file", {"name": "words.vtt", "mimeType": "text/vtt", "buffer": WORDS}
    )
    save_and_go_on(host)
    host.get_by_role("link", name="Publish", exact=True).click()
    expect(state(host, "transcript")).to_have_attribute("data-state", "ok")
    expect(host.get_by_role("region", name="Notes in AntennaPod").locator("em")).to_have_text("carries")
    host.get_by_role("button", name="Publish now").click()
    expect(host.locator(".messagelist")).to_contain_text("It is public")
    work()

    host.get_by_role("link", name="View on site").first.click()
    expect(host.get_by_role("heading", level=1)).to_contain_text("Wax")
    assert Episode.objects.published().get().audio_is_public


def reach(page, place, most=250):
    """Press Tab until the focus is there, as somebody does who has no mouse."""
    for _ in range(most):
        if page.evaluate("place => !!document.activeElement.closest(place)", place):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} cannot be reached by the keyboard")


def test_an_episode_goes_from_nothing_to_the_public_by_the_keyboard_alone(host, live_server, show):
    host.on("filechooser", lambda chooser: None)  # from here on the browser tells of every one
    host.goto(f"{live_server.url}/admin/")
    reach(host, ".model-episode .addlink")
    host.keyboard.press("Enter")
    host.wait_for_selector(".cm-content")

    for place, words in {"#id_title": "Wax", "#id_summary": "Of wax."}.items():
        reach(host, place)
        host.keyboard.type(words)
    reach(host, "notes-editor .code")
    host.keyboard.insert_text(NOTES)
    host.keyboard.press("Escape")  # from here on Tab leads on, and indents no more
    host.keyboard.press("Tab")
    reach(host, "#id_audio_file")
    with host.expect_file_chooser() as chooser:
        host.keyboard.press("Space")
    chooser.value.set_files(AUDIO)
    reach(host, "[name=_continue]")
    host.keyboard.press("Enter")
    expect(host.locator(".messagelist .success")).to_be_visible()
    work()

    reach(host, f"a[href$='/{Episode.objects.get().pk}/publish/']")
    host.keyboard.press("Enter")
    host.wait_for_selector("[data-code=transcript]")
    reach(host, "[data-code=transcript] summary")
    host.keyboard.press("Enter")
    reach(host, "#Reason-transcript")
    host.keyboard.type("It comes on Friday.")
    host.keyboard.press("Enter")
    expect(state(host, "transcript")).to_have_attribute("data-state", "waived")
    host.wait_for_load_state()
    reach(host, "form[action$='/now'] button")
    host.keyboard.press("Enter")

    expect(host.locator(".messagelist")).to_contain_text("It is public")
    assert Episode.objects.published().get().title == "Wax"


def test_what_is_missing_is_waived_with_a_reason_and_the_keyboard_alone(host, live_server, show):
    episode = ready(show)
    episode.transcripts.all().delete()
    host.goto(publish_page(live_server, episode))

    host.locator("[data-code=transcript] summary").focus()
    host.keyboard.press("Enter")
    host.keyboard.press("Tab")
    host.keyboard.type("It comes on Friday.")
    host.keyboard.press("Enter")
    expect(state(host, "transcript")).to_have_attribute("data-state", "waived")
    host.get_by_role("button", name="Publish now").focus()
    host.keyboard.press("Enter")

    expect(host.locator(".messagelist")).to_contain_text("It is public")


def test_a_guest_opens_a_preview_link(host, browser: Browser, live_server, show):
    episode = ready(show, title="Wax")
    host.goto(publish_page(live_server, episode))
    host.get_by_label("For whom").fill("Ravi")
    host.get_by_role("button", name="Make a preview link").click()
    address = host.get_by_label("Ravi").input_value()

    fresh = browser.new_context()
    guest = fresh.new_page()
    said: list[str] = []
    guest.on("console", lambda message: said.append(message.text))
    guest.goto(address)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Wax")
    expect(guest.get_by_text("Not public yet")).to_be_visible()
    guest.get_by_role("button", name="Play", exact=True).click()
    guest.wait_for_function("() => document.querySelector('audio').currentTime > 0")
    guest.get_by_role("link", name="Transcript", exact=True).click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Transcript")
    assert (fresh.cookies(), said) == ([], [])

    host.get_by_role("button", name="Revoke").click()
    assert guest.goto(address).status == 404
    fresh.close()


def test_a_scheduled_episode_goes_out_by_itself(host, page, browser: Browser, live_server, show):
    episode = ready(show, title="Wax", slug="wax")
    host.goto(publish_page(live_server, episode))
    at = datetime.now(ZoneInfo(ZONE)) + timedelta(seconds=8)
    host.get_by_label("Goes out", exact=True).fill(f"{at:%Y-%m-%dT%H:%M:%S}")
    host.get_by_role("button", name="Schedule").click()
    expect(host.locator(".messagelist")).to_contain_text("goes out by itself")
    work()
    listener = browser.new_page()
    address = f"{live_server.url}{episode.get_absolute_url()}"
    assert listener.goto(address).status == 404

    host.wait_for_timeout(max(0, (at - datetime.now(ZoneInfo(ZONE))).total_seconds() * 1000 + 200))

    assert listener.goto(address).status == 200
    work()
    episode.refresh_from_db()
    assert episode.audio_is_public
    with listener.expect_request(lambda request: "/public/audio/" in request.url) as heard:
        listener.get_by_role("button", name="Play", exact=True).click()
    assert "X-Amz-Signature" not in urlsplit(heard.value.url).query
    listener.close()


@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_fits(host, live_server, show, width):
    episode = ready(show, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2)
    host.set_viewport_size({"width": width, "height": 900})
    host.goto(publish_page(live_server, episode))

    assert host.evaluate("document.documentElement.scrollWidth") <= width
