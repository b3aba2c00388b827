"""An episode plays on while its listener reads another page, and comes back after the network was gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.listening import LONG, PLAYING, attach_long_audio, now, open_
from tests.factories import (
    CueFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowFactory,
    ShowHostFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

# As long as the player waits for a byte (connection.js), in milliseconds.
PATIENCE = 10_000
STARVES = (
    "() => { const player = document.querySelector('episode-player');"
    " return player.dataset.state === 'waiting' && player.audio.played.length > 0; }"
)
STAYS = "Object.defineProperty(window, 'sameDocument', { value: true })"


@pytest.fixture
def show(transactional_db):
    show = ShowFactory()
    ShowHostFactory(show=show, person=PersonFactory(name="Ada", slug="ada"))
    return show


@pytest.fixture
def other(show):
    """Another episode, with audio of three seconds."""
    other = EpisodeFactory(show=show, number=11, slug="ropes", title="Ropes", audio=True)
    for order, title in enumerate(["Hemp", "Nylon"], start=1):
        SegmentFactory(
            episode=other, order=order, slug=title.lower(), title=title, start=timedelta(seconds=order)
        )
    return other


@pytest.fixture
def episode(show, other):
    episode = EpisodeFactory(show=show, number=12, slug="knots", title="Knots")
    attach_long_audio(episode)
    for order, title in enumerate(["Bowlines", "Hitches"], start=1):
        SegmentFactory(
            episode=episode,
            order=order,
            slug=title.lower(),
            title=title,
            start=timedelta(seconds=5 * order),
            html="<p>Rope.</p>" * 60,
        )
    transcript = TranscriptFactory(episode=episode)
    for order in range(1, 20):
        CueFactory(
            transcript=transcript,
            order=order,
            speaker="Ada",
            text=f"Words {order}.",
            start=timedelta(seconds=order),
        )
    return episode


@pytest.fixture
def listening(page, live_server, episode):
    """The episode plays on its own page, from its second five on."""
    open_(page, live_server, episode.get_absolute_url())
    page.evaluate(STAYS)
    page.locator("#bowlines a.time").click()
    page.wait_for_function(PLAYING % 5.2)
    page.wait_for_function("() => document.querySelector('body > p[role=status].vh + p[role=status].vh')")
    return page


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def still_plays(page: Page, since: float) -> float:
    """The same audio in the same document, further on than before, and not from its start again."""
    page.wait_for_function(PLAYING % (since + 0.2))
    assert page.evaluate("window.sameDocument === true")
    assert now(page) < since + 8
    return now(page)


def test_it_plays_on_from_page_to_page(listening):
    page, at = listening, now(listening)
    for name, address in [
        ("Episodes", "/episodes/"),
        ("Tin Can Telephone", "/"),
        ("Transcript", "transcript/"),
    ]:
        follow(page, name)
        page.wait_for_url(f"**{address}")
        at = still_plays(page, at)

    expect(page.locator("audio")).to_have_count(1)


def test_the_page_around_it_is_the_new_one(listening, episode):
    page = listening
    follow(page, "Episodes")

    expect(page).to_have_title(f"Episodes · {episode.show.title}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Episodes")
    expect(page.locator(".top [aria-current]")).to_have_text("Episodes")
    expect(page.locator("link[rel=canonical]")).to_have_attribute(
        "href", f"{episode.show.site_address}/episodes/"
    )
    expect(page.locator("meta[property='og:audio']")).to_have_count(0)


def test_focus_goes_to_the_content_and_the_page_is_announced(listening):
    page = listening
    page.evaluate("scrollTo(0, 600)")
    follow(page, "Episodes")

    expect(page.locator("main")).to_be_focused()
    expect(page.locator("body > p[role=status]").last).to_contain_text("episodes", ignore_case=True)
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_back_and_forward_show_what_was_there_and_play_on(listening, episode):
    page, at = listening, now(listening)
    link = page.locator(".more a", has_text="Ropes")
    link.evaluate("link => link.scrollIntoView({ block: 'center', behavior: 'instant' })")
    height = page.evaluate("scrollY")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ropes")
    assert page.evaluate("scrollY") == 0
    at = still_plays(page, at)

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Knots")
    expect(page.locator(".go")).to_have_attribute("data-playing", "")
    at = still_plays(page, at)
    assert height > 500
    page.wait_for_function(f"() => Math.abs(scrollY - {height}) < 5")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ropes")
    still_plays(page, at)


def test_back_works_when_it_no_longer_plays(listening):
    page = listening
    follow(page, "Episodes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Episodes")
    page.locator("episode-player .play").click()

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Knots")


def test_the_dock_names_its_episode_elsewhere_and_leads_back(listening, episode):
    page = listening
    follow(page, "Episodes")

    expect(page.locator("[data-what]")).to_have_text("Knots: Bowlines")
    page.locator("[data-what]").click()
    page.wait_for_url("**/episodes/12/knots/#bowlines")
    expect(page.locator("#bowlines")).to_have_attribute("data-now", "")
    still_plays(page, 5)


def test_another_episode_takes_over_when_it_is_played_and_not_before(listening, episode, other):
    page = listening
    page.locator(".more a", has_text="Ropes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ropes")
    still_plays(page, 5)
    expect(page.locator(".go")).not_to_have_attribute("data-playing", "")
    expect(page.locator(".toc [data-now]")).to_have_count(0)

    page.locator("#nylon a.time").click()

    page.wait_for_function(PLAYING % 2)
    assert page.evaluate("document.querySelector('audio').getAttribute('src')") == other.audio_url
    expect(page.locator("audio")).to_have_count(1)
    expect(page.locator("#Player [data-what]")).to_have_text("Nylon")
    expect(page.locator(".go")).to_have_attribute("data-playing", "")
    page.wait_for_function("() => navigator.mediaSession.metadata?.album === 'Ropes'")
    assert page.locator("[popover]").count() == 2


def test_the_page_of_another_episode_shares_that_one(listening, other):
    page = listening
    page.locator(".more a", has_text="Ropes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ropes")

    page.locator(".hero").get_by_role("button", name="Share").click()

    expect(page.locator(":popover-open input[readonly]")).to_have_value(f"{other.show.site_address}/11")


def test_a_transcript_that_is_opened_while_it_plays_follows_it(listening):
    page = listening
    follow(page, "Transcript")

    expect(page.locator(".cue[data-now]")).to_be_visible()
    follow(page, "Tin Can Telephone")
    still_plays(page, 5)


def test_a_form_that_asks_is_a_page_as_well(listening):
    page, at = listening, now(listening)
    page.locator("#Q").fill("thing")
    page.locator("#Q").press("Enter")

    page.wait_for_url("**/search/?q=thing")
    expect(page.locator("mark").first).to_be_visible()
    still_plays(page, at)


def test_files_and_the_desk_are_really_opened(listening, live_server):
    page = listening
    page.evaluate("document.querySelector('.top nav a').setAttribute('href', '/admin/')")
    follow(page, "Episodes")

    page.wait_for_url("**/admin/**")
    assert page.evaluate("window.sameDocument") is None


def test_while_nothing_plays_pages_load_as_ever(listening):
    page = listening
    page.locator("episode-player .play").click()
    follow(page, "Episodes")

    page.wait_for_url("**/episodes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Episodes")
    assert page.evaluate("window.sameDocument") is None


def test_a_page_that_cannot_be_fetched_is_really_opened(listening):
    page = listening
    page.evaluate("document.querySelector('.top nav a').setAttribute('href', '/episodes/99/none/')")
    follow(page, "Episodes")

    page.wait_for_url("**/episodes/99/none/")
    page.wait_for_function("() => window.sameDocument === undefined")
    expect(page.get_by_role("heading", level=1)).to_contain_text("404")


def test_the_browser_has_nothing_to_complain_of(page, live_server, episode):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    open_(page, live_server, episode.get_absolute_url())
    page.locator(".go").click()
    page.wait_for_function(PLAYING % 0)
    for name, address in [
        ("Episodes", "/episodes/"),
        ("Tin Can Telephone", "/"),
        ("Transcript", "transcript/"),
    ]:
        follow(page, name)
        page.wait_for_url(f"**{address}")

    assert said == []


class Line:
    """The way to the audio: it brings a piece at a time, until it is cut."""

    PIECE = 96 * 1024

    def __init__(self, page: Page) -> None:
        self.cut = False
        self.asked = 0
        self.sound = LONG.read_bytes()
        page.route("**/audio.mp3", self.answer)

    def answer(self, route: Route) -> None:
        self.asked += 1
        start = int(route.request.headers.get("range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        if self.cut and self.asked > 1:
            route.abort("internetdisconnected")
            return
        piece = self.sound[start : start + self.PIECE]
        route.fulfill(
            status=206,
            body=piece,
            headers={
                "Content-Type": "audio/mpeg",
                "Accept-Ranges": "bytes",
                "Content-Range": f"bytes {start}-{start + len(piece) - 1}/{len(self.sound)}",
            },
        )


@pytest.fixture
def line(page, live_server, episode):
    """The episode plays, at the speed of impatience, over a line that has just been cut."""
    page.clock.install()
    line = Line(page)
    line.cut = True
    open_(page, live_server, episode.get_absolute_url())
    page.locator("[data-speed]").select_option("2.5")
    page.locator(".go").click()
    page.wait_for_function(STARVES, timeout=30_000)
    page.clock.fast_forward(PATIENCE)
    expect(page.locator("[data-status]")).to_have_text("Connection lost, waiting", timeout=30_000)
    return line


def test_after_the_network_was_gone_it_goes_on_by_itself_where_it_was(page, line):
    place = now(page)
    assert place > 10

    line.cut = False

    page.wait_for_function(PLAYING % (place + 0.5), timeout=30_000)
    assert now(page) < place + 8
    expect(page.locator("[data-status]")).to_have_text("")


def test_when_the_browser_is_online_again_it_goes_on_at_once(page, line):
    place = now(page)
    page.wait_for_timeout(4_000)  # a few tries, each a little later than the one before
    page.context.set_offline(True)
    line.cut = False

    page.context.set_offline(False)

    page.wait_for_function(PLAYING % (place + 0.2), timeout=3_000)


def test_it_tries_seldom_and_whoever_pauses_ends_it(page, line):
    asked = line.asked
    page.wait_for_timeout(5_000)
    assert 1 <= line.asked - asked <= 8

    page.locator("episode-player .play").click()
    expect(page.locator("[data-status]")).to_have_text("")
    asked = line.asked
    page.wait_for_timeout(5_000)

    assert line.asked == asked


def test_the_place_survives_a_lost_connection_and_a_reload(page, line):
    place = now(page)

    page.reload()

    assert int(page.evaluate("localStorage.getItem('showsite:at:12')")) == int(place)
    expect(page.locator("[data-go]")).to_contain_text("Resume at")
