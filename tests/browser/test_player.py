"""From words to sound, in a real Chromium."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, ShowFactory, TranscriptFactory

pytestmark = pytest.mark.django_db(transaction=True)

PLAYING = (
    "() => { const audio = document.querySelector('audio'); return !audio.paused && audio.currentTime > %s; }"
)


@pytest.fixture
def episode(transactional_db):
    episode = EpisodeFactory(show=ShowFactory(), number=12, slug="knots", title="Knots", audio=True)
    for order, title in enumerate(["Bowlines", "Hitches"], start=1):
        SegmentFactory(
            episode=episode,
            order=order,
            slug=title.lower(),
            title=title,
            start=timedelta(seconds=order),
            html="<p>Rope.</p>",
        )
    return episode


def open_(page: Page, live_server, path: str) -> None:
    page.goto(live_server.url + path)
    page.wait_for_function("customElements.get('episode-player') !== undefined")


def now(page: Page) -> float:
    return page.evaluate("document.querySelector('audio').currentTime")


def test_the_time_of_a_segment_plays_from_there(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())

    page.locator("#hitches a.time").click()

    page.wait_for_function(PLAYING % 2)
    expect(page.locator("episode-player .play")).to_have_attribute("aria-label", "Pause")
    expect(page.locator("[data-what]")).to_have_text("Hitches")
    expect(page.locator("nav.toc li[data-now]")).to_contain_text("Hitches")


def test_a_block_of_the_score_plays_from_there(page, live_server, episode):
    SegmentFactory(episode=episode, order=3, host_name="Ada", start=timedelta(seconds=1.5))
    open_(page, live_server, episode.get_absolute_url())

    page.locator("svg.full a").click()

    page.wait_for_function(PLAYING % 1)


def test_play_and_pause_are_one_button(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    page.locator(".go").click()
    page.wait_for_function(PLAYING % 0)

    page.locator("episode-player .play").click()

    page.wait_for_function("document.querySelector('audio').paused")
    expect(page.locator("html")).not_to_have_attribute("data-playing", "")


def test_a_shared_moment_is_where_play_begins_and_nothing_plays_by_itself(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url() + "#t=2")

    expect(page.locator("[data-go]")).to_have_text("Play from 00:02")
    assert page.evaluate("document.querySelector('audio').paused")
    page.locator(".go").click()
    page.wait_for_function(PLAYING % 2)


def test_keys_act_while_the_player_has_focus(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    page.locator("nav.toc [data-t='1']").click()
    page.wait_for_function(PLAYING % 1)
    page.locator("body").press("k")
    assert not page.evaluate("document.querySelector('audio').paused")

    page.locator("episode-player input[type=range]").press("k")

    assert page.evaluate("document.querySelector('audio').paused")


def test_the_link_to_share_names_the_moment(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url() + "#t=2")

    page.locator(".to-share").click()

    expect(page.locator("#Share-url")).to_have_value(f"{episode.show.site_address}/12#t=2")


def test_what_is_kept_in_the_browser_is_called_by_our_name(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    page.locator("[data-speed]").select_option("1.5")

    assert page.evaluate("({...localStorage})") == {"showsite:speed": "1.5"}


def test_the_first_page_hides_its_player_until_it_is_asked(page, live_server, episode):
    open_(page, live_server, "/")
    expect(page.locator("#Player")).to_be_hidden()

    page.locator(".go").click()

    expect(page.locator("#Player")).to_be_visible()
    page.wait_for_function(PLAYING % 0)


def test_a_time_in_the_transcript_plays_and_its_words_are_marked(page, live_server, episode):
    transcript = TranscriptFactory(episode=episode)
    for order, second in enumerate([0, 1, 2], start=1):
        CueFactory(
            transcript=transcript,
            order=order,
            start=timedelta(seconds=second),
            speaker=f"Voice {order}",
            text=f"Words {order}",
        )
    open_(page, live_server, episode.transcript_url)

    page.locator(".turn a[data-t='2']").click()

    page.wait_for_function(PLAYING % 2)
    expect(page.locator(".cue[data-now]")).to_have_text("Words 3")


def test_words_are_found_in_the_transcript(page, live_server, episode):
    transcript = TranscriptFactory(episode=episode)
    for order in range(1, 4):
        CueFactory(transcript=transcript, order=order, text="A knot is a knot.")
    open_(page, live_server, episode.transcript_url + "?q=KNOT")

    expect(page.locator("output")).to_have_text("1 of 6")
    page.locator("#Find").fill("rope")
    expect(page.locator("output")).to_have_text("Not said")


def test_audio_that_does_not_load_is_told_in_words(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    page.route("**/audio.mp3", lambda route: route.fulfill(status=404))

    page.locator(".go").click()

    expect(page.locator("[data-what]")).to_have_text("The audio did not load. Play tries again.")
