"""A host times an episode in a real Chromium: play, press a key, the segment starts here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from episodes.models import Segment
from tests.browser.signing_in import sign_in
from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, ShowFactory, TranscriptFactory

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ["Hello from the can.", "One two three four five six seven eight.", "That was it."]


@pytest.fixture
def episode(transactional_db, live_server):
    """Three seconds, three parts, a sentence each second."""
    episode = EpisodeFactory(show=ShowFactory(site_address=live_server.url), number=12, audio=True)
    for order, title in enumerate(["Knots", "Hitches", "Bends"], start=1):
        SegmentFactory(episode=episode, order=order, title=title, slug=title.lower())
    Segment.objects.filter(title="Bends").update(
        proposed_start=timedelta(seconds=2), proposed_confidence=0.6, proposed_evidence="That was it."
    )
    transcript = TranscriptFactory(episode=episode)
    for order, text in enumerate(WORDS):
        CueFactory(
            transcript=transcript,
            order=order,
            text=text,
            start=timedelta(seconds=order),
            end=timedelta(seconds=order + 0.9),
        )
    return episode


@pytest.fixture
def desk(page, live_server, episode):
    sign_in(page, live_server.url)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    address = reverse("admin:episodes_episode_times", args=[episode.pk])
    page.goto(live_server.url + address)
    page.wait_for_selector("audio")
    until(page, "readyState > 0")
    yield page
    assert page.said == []


def until(page, audio_is):
    """Playwright's own waiting evaluates strings in the page, which our policy refuses."""
    for _ in range(200):
        if page.evaluate(f"document.querySelector('audio').{audio_is}"):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the audio never is: {audio_is}")


def now(page):
    return page.evaluate("document.querySelector('audio').currentTime")


def go_to(page, seconds):
    page.evaluate(
        "seconds => new Promise(done => { const audio = document.querySelector('audio');"
        " audio.addEventListener('seeked', done, { once: true }); audio.currentTime = seconds; })",
        seconds,
    )


def field(page, title):
    return page.get_by_label(f"Start of {title}")


def chosen(page):
    return page.text_content("[data-part]:has([name=selected]:checked) .times-title")


def starts():
    rows = Segment.objects.order_by("order").values_list("start", "start_origin")
    return [(start.total_seconds() if start is not None else None, origin) for start, origin in rows]


def test_play_press_the_key_and_save_without_the_mouse(desk):
    press = desk.keyboard.press
    press("Space")
    until(desk, "currentTime > .3")
    press("m")
    press("Space")
    until(desk, "paused")
    first = field(desk, "Knots").input_value()
    go_to(desk, 0.5)
    press("ArrowRight")
    press("Enter")
    go_to(desk, 2.5)
    press("ArrowLeft")
    press("ArrowUp")
    press("m")
    press("Tab")
    field(desk, "Bends").focus()
    desk.keyboard.type("00:00:02.7")
    press("Enter")

    expect(desk.locator(".success")).to_have_text("3 starts are saved.")
    assert first.startswith("00:00:00.")
    assert starts() == [(float(first[-4:]), "host"), (0.5, "host"), (2.7, "host")]


def test_the_keys_choose_a_part_and_hear_it(desk):
    assert "Knots" in chosen(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    assert "Bends" in chosen(desk)
    desk.keyboard.press("ArrowUp")
    assert "Hitches" in chosen(desk)

    field(desk, "Hitches").fill("00:00:01.5")
    desk.get_by_label("Hitches", exact=False).first.focus()
    desk.keyboard.press("h")
    until(desk, "currentTime >= 1.5")


def test_a_key_in_a_field_is_a_letter(desk):
    field(desk, "Knots").focus()
    desk.keyboard.type("mwh ")

    assert field(desk, "Knots").input_value() == "mwh "
    assert desk.evaluate("document.querySelector('audio').paused")


def test_keys_outside_do_nothing(desk):
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("m")

    assert field(desk, "Knots").input_value() == ""


def test_the_words_that_are_said_are_the_start(desk):
    go_to(desk, 1.6)
    expect(desk.locator("[data-now]")).to_have_text(WORDS[1])
    desk.keyboard.press("w")

    assert field(desk, "Knots").input_value() == "00:00:01"
    assert "Hitches" in chosen(desk)


def test_a_word_is_pressed(desk):
    desk.locator("[data-s]", has_text=WORDS[2]).click(position={"x": 3, "y": 8})
    assert field(desk, "Knots").input_value() == "00:00:02"
    assert now(desk) == pytest.approx(2, abs=0.05)

    cue = desk.locator("[data-s]", has_text=WORDS[1])
    cue.click(position={"x": cue.bounding_box()["width"] * 0.6, "y": 8})
    assert 1.3 <= float(field(desk, "Knots").input_value()[-4:]) <= 1.7
    assert "Knots" in chosen(desk)


def test_a_proposal_is_heard_and_confirmed(desk):
    desk.locator(".times-proposal a").click()
    until(desk, "currentTime >= 2")
    desk.get_by_label("right", exact=True).check()
    desk.get_by_role("button", name="Save the times").click()

    expect(desk.locator(".success")).to_have_text("1 start is saved.")
    assert starts()[2] == (2.0, "host")


def test_after_saving_the_sound_and_the_part_are_where_they_were(desk):
    go_to(desk, 1.5)
    desk.keyboard.press("m")
    desk.get_by_role("button", name="Save the times").click()
    expect(desk.locator(".success")).to_be_visible()

    until(desk, "currentTime >= 1.4")
    assert "Hitches" in chosen(desk)


def test_marks_are_read_from_a_file(desk):
    desk.set_input_files(
        "#marks",
        {"name": "marks.txt", "mimeType": "text/plain", "buffer": b"0:01 Hitches\n0:02 Bends\n0:02 Cheers\n"},
    )
    desk.get_by_role("button", name="Read the file").click()

    expect(desk.locator(".times-rest")).to_contain_text("00:02 Cheers")
    expect(field(desk, "Hitches")).to_have_value("00:00:01")
    assert starts()[1] == (None, "")


def test_without_scripts_times_are_typed_and_saved(browser, desk, live_server):
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = context.new_page()
    page.goto(desk.url)
    field(page, "Knots").fill("00:00:01")
    page.get_by_label("right", exact=True).check()
    field(page, "Knots").press("Enter")
    expect(page.locator(".success")).to_have_text("2 starts are saved.")
    context.close()

    assert starts() == [(1.0, "host"), (None, ""), (2.0, "host")]


def test_a_text_for_elsewhere_is_copied(desk, episode, live_server):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(live_server.url + reverse("admin:episodes_episode_elsewhere", args=[episode.pk]))
    desk.get_by_role("button", name="Copy Plain notes").click()

    expect(desk.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == desk.get_by_label("Plain notes").input_value()


@pytest.mark.parametrize("name", ["times", "elsewhere"])
def test_nothing_sticks_out_to_the_side(desk, episode, live_server, name):
    desk.goto(live_server.url + reverse(f"admin:episodes_episode_{name}", args=[episode.pk]))

    for width in (320, 390, 820, 1440):
        desk.set_viewport_size({"width": width, "height": 800})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
