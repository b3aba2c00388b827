"""From words to sound, in a real Chromium."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.listening import PLAYING, STOPPED, now, open_
from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, ShowFactory, TranscriptFactory

pytestmark = pytest.mark.django_db(transaction=True)


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
    expect(page.locator(".go")).not_to_have_attribute("data-playing", "")


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

    page.get_by_role("slider", name="Position").press("k")

    assert page.evaluate("document.querySelector('audio').paused")


def test_the_link_to_share_names_the_moment(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url() + "#t=2")

    page.locator(".to-share").click()

    expect(page.get_by_label("Link", exact=True)).to_have_value(f"{episode.show.site_address}/12#t=2")


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

    expect(page.locator("[data-status]")).to_have_text("The audio did not load. Play tries again.")


def test_nothing_of_the_audio_is_fetched_before_it_is_played(page, live_server, episode):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", episode.get_absolute_url(), episode.get_absolute_url() + "#t=2"):
        open_(page, live_server, path)
        page.wait_for_load_state("networkidle")

    assert not [url for url in asked if "audio." in url]
    assert not [url for url in asked if "playing-on" in url or "connection" in url]


def test_a_part_stops_at_its_end_and_play_goes_on_from_there(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    page.locator("#bowlines a.time").evaluate("link => link.dataset.until = '2'")

    page.locator("#bowlines a.time").click()

    page.wait_for_function(STOPPED)
    assert now(page) == pytest.approx(2, abs=0.2)
    page.locator("episode-player .play").click()
    page.wait_for_function(PLAYING % 2.4)


def test_a_shared_part_stops_at_its_end(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url() + "#t=1,1.6")

    page.locator(".go").click()

    page.wait_for_function(STOPPED)
    assert now(page) == pytest.approx(1.6, abs=0.2)


def test_whoever_seeks_on_leaves_the_part(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url() + "#t=0,1.5")
    page.locator(".go").click()
    page.wait_for_function(PLAYING % 0)

    page.locator("#hitches a.time").click()

    page.wait_for_function(PLAYING % 2.3)


def test_the_volume_is_set_by_keys_and_remembered(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    volume = page.get_by_role("slider", name="Volume")

    volume.press("ArrowLeft")
    volume.press("ArrowLeft")
    page.reload()

    expect(volume).to_have_value("90")
    assert page.evaluate("document.querySelector('audio').volume") == pytest.approx(0.9)


def test_m_turns_the_sound_off_and_on(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    position, mute = page.get_by_role("slider", name="Position"), page.get_by_role("button", name="Mute")

    position.press("m")
    expect(mute).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.querySelector('audio').muted")
    position.press("m")

    expect(mute).to_have_attribute("aria-pressed", "false")


def test_where_the_platform_fixes_the_volume_there_is_no_control(page, live_server, episode):
    page.add_init_script(
        "Object.defineProperty(HTMLMediaElement.prototype, 'volume', { get: () => 1, set() {} })"
    )
    open_(page, live_server, episode.get_absolute_url())
    page.wait_for_timeout(100)

    expect(page.get_by_role("slider", name="Volume")).to_be_hidden()


def test_the_position_survives_a_reload(page, live_server, episode):
    page.add_init_script("localStorage.setItem('showsite:at:12', '11')")
    episode.audio_duration = timedelta(seconds=60)
    episode.save()
    open_(page, live_server, episode.get_absolute_url())

    expect(page.locator("[data-go]")).to_have_text("Resume at 00:11")


def test_the_lock_screen_is_told_what_plays(page, live_server, episode):
    open_(page, live_server, episode.get_absolute_url())
    page.locator("#hitches a.time").click()
    page.wait_for_function(PLAYING % 2)

    page.wait_for_function("() => navigator.mediaSession.metadata?.title === 'Hitches'")
    told = page.evaluate("(m => [m.artist, m.album])(navigator.mediaSession.metadata)")

    assert told == ["Tin Can Telephone", "Knots"]
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
