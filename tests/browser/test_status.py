"""The operators' page in a real Chromium."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.signing_in import sign_in
from tests.showsite.test_status import PAGE, fail, seen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def status(page, live_server):
    sign_in(page, live_server.url)
    fail(2)
    seen("web", 2)
    seen("worker", 3)
    page.goto(live_server.url + PAGE)
    page.wait_for_selector(".status-checks")
    return page


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_it_fits_every_screen(status, width):
    status.set_viewport_size({"width": width, "height": 1000})

    assert status.locator("html").evaluate("html => html.scrollWidth") <= width


def test_a_task_is_tried_again_by_a_button(status):
    status.get_by_role("button", name="Try again").first.click()

    status.get_by_text("It is in the queue again.").wait_for()
    assert status.get_by_role("button", name="Try again").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(status, theme):
    status.emulate_media(color_scheme=theme)

    assert violations(status, "#content") == []
