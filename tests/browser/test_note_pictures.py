"""A picture in notes, in a real browser: it comes from us, and nothing moves when it arrives."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from episodes.models import NotePicture
from episodes.notes.apply import apply_notes
from episodes.picture_fetching import apply_again, fetch_picture
from tests.factories import EpisodeFactory
from tests.local_server import local_server

pytestmark = pytest.mark.django_db(transaction=True)

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(Math.round(1000 * sum) / 1000), 300);
})"""


@pytest.fixture
def episode(settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    file = io.BytesIO()
    Image.new("RGB", (3000, 1500), "teal").save(file, "PNG")
    with local_server() as server:
        url = server.page("/reef.png", file.getvalue(), "image/png")
        episode = EpisodeFactory(
            notes=f"**Ada #1:** Knots\n\n![A reef knot]({url})\n\n- And text below it.\n"
        )
        apply_notes(episode)
        fetch_picture(NotePicture.objects.get())
        apply_again([episode.pk])
        yield episode


@pytest.mark.parametrize("width", [360, 1280])
def test_a_picture_has_its_place_before_it_is_there(live_server, page: Page, episode, width):
    def let_through_late(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    page.route("**/media/notes/**", let_through_late)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + episode.get_absolute_url())

    picture = page.get_by_role("img", name="A reef knot")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 1600)
    box = picture.bounding_box()

    assert box["width"] <= width
    assert box["height"] == pytest.approx(box["width"] / 2, abs=1)
    assert page.evaluate(SHIFTS) == 0
