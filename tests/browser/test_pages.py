"""Every kind of page: it fits a telephone, breaks no rule of ours, and stands without JavaScript."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from episodes.models import Episode
from tests.browser.axe import violations
from tests.every_page import PATHS, make_show

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def episode(transactional_db) -> Episode:
    return make_show()


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_nothing_sticks_out_to_the_side(page: Page, live_server, episode, path):
    page.goto(live_server.url + path)

    for width in (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_nothing_sticks_out_where_words_run_from_right_to_left(page: Page, live_server, episode, path):
    episode.show.language = "he"
    episode.show.save()
    page.goto(live_server.url + path)

    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        # Scrolled to its very end, a page that is too wide would have moved to the left.
        page.evaluate("scrollTo(-9999, 0)")
        assert page.evaluate("[document.documentElement.scrollWidth, scrollX]") == [width, 0]


def test_a_page_whose_words_run_from_right_to_left_begins_at_the_right(page: Page, live_server, episode):
    episode.show.language = "he"
    episode.show.save()
    page.goto(live_server.url + episode.get_absolute_url())

    def centre(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        return box["x"] + box["width"] / 2

    assert centre(".brand") > centre(".top nav")
    assert centre("article .mg") > centre("article h2") > centre(".toc")
    # Time runs from left to right everywhere.
    assert centre("[data-do=back]") < centre("[data-do=forward]")


def test_the_player_of_a_german_show_speaks_german(page: Page, live_server, episode):
    episode.show.language = "de"
    episode.show.save()
    page.goto(live_server.url + f"{episode.get_absolute_url()}#t=1")

    expect(page.locator("[data-go]").first).to_have_text("Abspielen ab 00:01")
    expect(page.locator(".dock button[data-do=toggle]")).to_have_attribute("aria-label", "Abspielen")
    expect(page.locator(".copy").first).to_have_text("Kopieren")
    expect(page.locator(".dock [data-range]")).to_have_attribute(
        "aria-valuetext", re.compile("^1 Sekunden, ")
    )


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_the_browser_has_nothing_to_complain_of(page: Page, live_server, episode, path):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url + path, wait_until="networkidle")

    # A page that is not found says so itself.
    assert [words for words in said if "404 (Not Found)" not in words] == []


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_headings_are_in_order_and_there_is_one_main(page: Page, live_server, episode, path):
    page.goto(live_server.url + path)

    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => Number(h.tagName[1]))"
    )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_every_field_and_button_has_a_name(page: Page, live_server, episode, path):
    page.goto(live_server.url + path)
    controls = page.locator("input:visible, select:visible, button:visible, a:visible:not([tabindex='-1'])")

    nameless = controls.evaluate_all(
        """all => all.filter(el => !(el.ariaLabel || el.textContent.trim() || el.labels?.length))
                     .map(el => el.outerHTML)"""
    )

    assert nameless == []


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_axe_finds_nothing_light_and_dark_narrow_and_wide(page: Page, live_server, episode, path):
    page.goto(live_server.url + path)
    found = []
    for width in (390, 1440):
        # As tall as the page: what the dock covers is no fault of the page.
        page.set_viewport_size({"width": width, "height": 4000})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found += [(width, theme, one) for one in violations(page)]

    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_are_drawn(browser: Browser, live_server, episode, theme):
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(live_server.url)
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    context.close()

    assert paper == {"light": "rgb(251, 251, 249)", "dark": "rgb(21, 23, 28)"}[theme]


def test_without_javascript_the_browsers_own_player_plays(browser: Browser, live_server, episode):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + episode.get_absolute_url())

    expect(page.locator("audio")).to_be_visible()
    expect(page.locator("episode-player .ui")).to_be_hidden()
    expect(page.locator(".seg a.time").first).to_have_attribute("href", f"{episode.audio_url}#t=0")
    context.close()


def test_without_javascript_search_finds(browser: Browser, live_server, episode):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.locator("#Q").fill("knots")
    page.locator("#Q").press("Enter")

    expect(page.locator(".items mark").first).to_be_visible()
    context.close()


def test_the_first_tab_stop_skips_to_the_content(page: Page, live_server, episode):
    page.goto(live_server.url + episode.get_absolute_url())

    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("Skip to content")
    expect(page.locator(":focus")).to_be_in_viewport()
