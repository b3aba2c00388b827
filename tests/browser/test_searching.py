"""From a word that a listener remembers to the second at which it was said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from episodes.vocabulary import remember
from tests.browser.listening import PLAYING, attach_long_audio, now
from tests.factories import EpisodeFactory, SegmentFactory, ShowFactory
from transcripts.importing import choose, import_transcript, read_transcript

pytestmark = pytest.mark.django_db(transaction=True)

SPEECH = b"""WEBVTT

00:00:03.000 --> 00:00:06.000
A bowline holds.

00:00:31.000 --> 00:00:35.000
The marlinspike came from a sailor.

00:00:44.000 --> 00:00:48.000
That is all.
"""


@pytest.fixture
def episode(transactional_db, live_server):
    show = ShowFactory(site_address=live_server.url)
    episode = EpisodeFactory(show=show, number=12, slug="knots", title="Knots")
    attach_long_audio(episode)
    SegmentFactory(episode=episode, order=1, title="Tools", slug="tools", start=timedelta(seconds=20))
    transcript, _ = import_transcript(episode, read_transcript("12.vtt", SPEECH))
    choose(transcript)
    remember(show, ["marlinspike bowline sailor"])
    return episode


def look_for(page, live_server, words):
    page.goto(live_server.url)
    field = page.locator("#Q")
    field.fill(words)
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_a_spoken_word_plays_from_the_second_it_was_said(page, live_server, episode):
    look_for(page, live_server, "marlinspike")
    page.locator("main a.time").click()
    page.wait_for_url("**/episodes/12/knots/#t=31")

    page.locator(".hero [data-do=toggle]").click()

    page.wait_for_function(PLAYING % 31)
    assert now(page) < 36


def test_back_from_the_episode_shows_what_was_found(page, live_server, episode):
    look_for(page, live_server, "marlinspike")
    page.locator("main a.time").click()
    page.wait_for_url("**/episodes/12/knots/#t=31")

    page.go_back()

    expect(page.locator("main mark")).to_have_text("marlinspike")


def test_results_come_while_one_types(page, live_server, episode):
    page.goto(live_server.url + "/search/")
    field = page.locator("main input[type=search]")

    field.press_sequentially("marlin")
    field.press_sequentially("spike")

    expect(page.locator("main mark")).to_have_text("marlinspike")
    assert "q=marlinspike" in page.url


def test_a_word_that_was_mistyped_is_offered_as_it_was_meant(page, live_server, episode):
    look_for(page, live_server, "marlinspyke")

    page.locator("main").get_by_role("link", name="marlinspike").click()

    expect(page.locator("main mark")).to_have_text("marlinspike")


def test_without_javascript_the_time_leads_to_the_part_that_holds_it(browser: Browser, live_server, episode):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/search/?q=marlinspike")

    page.locator("main a.time").click()

    assert page.url.endswith("/episodes/12/knots/#t=31")
    expect(page.locator("audio[controls]")).to_be_visible()
    context.close()


def test_it_all_fits_a_telephone(page, live_server, episode):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url)
    page.get_by_role("link", name="Search").click()
    page.locator("main input[type=search]").fill("marlinspike")
    page.keyboard.press("Enter")

    page.locator("main a.time").click()
    page.wait_for_url("**/episodes/12/knots/#t=31")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
