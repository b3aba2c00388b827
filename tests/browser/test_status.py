"""The operators' page in a real Chromium."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.showsite.test_status import PAGE, fail, seen
from tests.web.tools import AXE, NO_AXE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def status(page, live_server):
    User.objects.create_superuser("host", password="a long password")
    fail(2)
    seen("web", 2)
    seen("worker", 3)
    page.goto(f"{live_server.url}/admin/login/?next={PAGE}")
    page.fill("#id_username", "host")
    page.fill("#id_password", "a long password")
    page.press("#id_password", "Enter")
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


@pytest.mark.skipif(not AXE.exists(), reason=NO_AXE)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(status, theme):
    status.emulate_media(color_scheme=theme)
    session = status.context.new_cdp_session(status)  # our policy lets no page evaluate a text
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    asked = "axe.run().then(found => found.violations.map(one => one.id))"
    answer = session.send(
        "Runtime.evaluate", {"expression": asked, "awaitPromise": True, "returnByValue": True}
    )

    assert answer["result"]["value"] == []
