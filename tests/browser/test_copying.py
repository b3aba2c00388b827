"""Links, code and quotes are copied with one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, ShowFactory, TranscriptFactory

pytestmark = pytest.mark.django_db(transaction=True)

CODE = '<figure class="code"><figcaption>Python</figcaption><pre><code>x = 1\ny = 2\n</code></pre></figure>'
PLAIN = "<pre><code>make rope\n</code></pre>"


@pytest.fixture
def episode(transactional_db):
    episode = EpisodeFactory(show=ShowFactory(), number=12, slug="knots", title="Knots", audio=True)
    for order, html in enumerate([CODE, PLAIN], start=1):
        SegmentFactory(episode=episode, order=order, html=html, start=timedelta(seconds=order))
    transcript = TranscriptFactory(episode=episode)
    for order, (speaker, text) in enumerate(
        [("Ada", "A knot holds."), ("Ada", "A bend joins."), ("Bo", "It does.")]
    ):
        CueFactory(
            transcript=transcript,
            order=order + 1,
            start=timedelta(seconds=order + 0.6),
            speaker=speaker,
            text=text,
        )
    return episode


@pytest.fixture
def page(page: Page) -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def copied(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_the_link_to_share_is_copied_and_that_is_said(page, live_server, episode):
    page.goto(live_server.url + episode.get_absolute_url() + "#t=2")
    page.locator(".hero").get_by_role("button", name="Share").click()

    button = page.locator(":popover-open [data-copy]").first
    expect(button).to_have_text("Copy link")
    button.click()

    expect(page.locator("body > [role=status]").first).to_have_text("Copied")
    expect(button).to_have_text("Copied")
    assert copied(page) == f"{episode.show.site_address}/12#t=2"
    expect(button).to_have_text("Copy link")


def test_code_is_copied_as_it_was_written(page, live_server, episode):
    page.goto(live_server.url + episode.get_absolute_url())
    buttons = page.get_by_role("button", name="Copy code")
    expect(buttons).to_have_count(2)

    buttons.first.click()
    assert copied(page) == "x = 1\ny = 2\n"

    buttons.last.click()
    assert copied(page) == "make rope\n"


def test_without_the_clipboard_of_https_the_old_way_copies(page, live_server, episode):
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })"
    )
    page.goto(live_server.url + episode.get_absolute_url())
    page.locator(".hero").get_by_role("button", name="Share").click()

    page.get_by_role("region", name="Player").get_by_role("button", name="Copy link").click()
    expect(page.locator("body > [role=status]").first).to_have_text("Copied")

    page.locator("#Q").press("Control+V")
    expect(page.locator("#Q")).to_have_value(f"{episode.show.site_address}/12")


def test_without_javascript_no_button_is_dead(browser: Browser, live_server, episode):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + episode.get_absolute_url())

    expect(page.locator("[data-copy]:visible, .copy")).to_have_count(0)
    context.close()


SELECT = """([from, to]) => {
    const cues = document.querySelectorAll(".cue"), range = document.createRange();
    range.setStart(cues[from[0]].firstChild, from[1]);
    range.setEnd(cues[to[0]].firstChild, to[1]);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def test_selected_words_are_quoted_with_a_link_to_their_moment(page, live_server, episode):
    page.goto(live_server.url + episode.transcript_url)
    quote = page.get_by_role("button", name="Copy quote with link")
    expect(quote).to_be_hidden()

    page.evaluate(SELECT, [[1, 2], [1, 6]])
    quote.click()

    address = f"{episode.show.site_address}{episode.transcript_url}"
    expect(page.locator("body > [role=status]").first).to_have_text("Copied")
    assert copied(page) == f"“bend” — Tin Can Telephone, Knots, {address}#t=1"


def test_a_quote_of_two_voices_has_no_names_and_times_in_it(page, live_server, episode):
    page.goto(live_server.url + episode.transcript_url)

    page.evaluate(SELECT, [[0, 2], [2, 2]])
    page.get_by_role("button", name="Copy quote with link").click()
    page.wait_for_function("() => document.querySelector('body > [role=status]').textContent === 'Copied'")

    assert copied(page).startswith("“knot holds. A bend joins. It” — ")
    assert copied(page).endswith("#t=0")


def test_the_button_goes_with_the_selection(page, live_server, episode):
    page.goto(live_server.url + episode.transcript_url)
    page.evaluate(SELECT, [[0, 0], [0, 6]])
    quote = page.locator(".quote")
    expect(quote).to_be_visible()

    page.evaluate("getSelection().removeAllRanges()")

    expect(quote).to_be_hidden()
