"""A host drops an episode's audio into the admin: it goes to the storage in parts, survives a cut, and is judged."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from episodes.models import Episode, Recording
from tests.browser.signing_in import sign_in
from tests.browser.test_import_screen import work
from tests.factories import AUDIO, EpisodeFactory, ShowFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, live_server):
    """A host is signed in and has an episode open."""
    sign_in(page, live_server.url)
    episode = EpisodeFactory(show=ShowFactory(site_address=live_server.url), draft=True)
    address = reverse("admin:episodes_episode_change", args=[episode.pk])
    page.goto(live_server.url + address)
    page.wait_for_selector("audio-upload")
    return page


@pytest.fixture
def large(tmp_path):
    """Two parts to send, and three seconds to listen to: the rest is the padding of its tag."""
    size = 12 * 1024 * 1024
    header = b"ID3\x04\x00\x00" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    file = tmp_path / "long.mp3"
    file.write_bytes(header + bytes(size) + AUDIO.read_bytes())
    return file


@pytest.fixture
def very_large(tmp_path):
    """Forty-three minutes of silence at the highest bit rate: a hundred megabytes, and heard in seconds."""
    frame = b"\xff\xfb\xe4\x00".ljust(960, b"\0")  # 320 kbit/s at 48 kHz
    file = tmp_path / "long.mp3"
    file.write_bytes(frame * 109_000)
    return file


def judged(page):
    """All has arrived, and the worker has looked at it."""
    expect(page.locator("audio-upload [role=status]")).to_contain_text("Checking", timeout=40_000)
    work()
    expect(page.locator("audio-upload [role=status]")).not_to_contain_text("Checking")


def said(page):
    return page.text_content("audio-upload [role=status]")


def test_a_chosen_file_is_sent_checked_and_used(desk, large):
    desk.set_input_files("audio-upload input", large)

    judged(desk)
    assert said(desk).startswith("long.mp3: 00:03")
    assert Episode.objects.get().audio_bytes == large.stat().st_size


def test_an_upload_of_a_hundred_megabytes_that_was_cut_goes_on_where_it_was(desk, very_large):
    cut = {"left": 2}

    def cut_some(route):
        """A part in the middle never arrives, until the line is mended."""
        if "partNumber=7" in route.request.url and cut["left"] > 0:
            cut["left"] -= 1
            route.abort()
        else:
            route.fallback()

    desk.route("**/uploads/**", cut_some)
    desk.set_input_files("audio-upload input", very_large)

    judged(desk)
    assert cut["left"] == 0
    assert Episode.objects.get().audio_bytes == very_large.stat().st_size


def test_after_a_reload_the_same_file_goes_on(desk, large):
    sent = []

    def cut_the_last(route):
        sent.append(route.request.url)
        if "partNumber=2" in route.request.url and len(sent) < 20:
            route.abort()
        else:
            route.fallback()

    desk.route("**/uploads/**", cut_the_last)
    desk.set_input_files("audio-upload input", large)
    expect(desk.locator("audio-upload [role=status]")).to_contain_text("interrupted")
    desk.on("dialog", lambda dialog: dialog.accept())
    while Recording.objects.count() != 1 or len(sent) < 3:
        desk.wait_for_timeout(50)
    desk.unroute("**/uploads/**")
    desk.reload()
    again = []
    desk.on("request", lambda request: again.append(request.url) if request.method == "PUT" else None)

    desk.set_input_files("audio-upload input", large)
    judged(desk)

    assert len(again) == 1
    assert Recording.objects.count() == 1


def test_what_is_no_sound_is_refused_with_the_reason(desk, tmp_path):
    file = tmp_path / "notes.mp3"
    file.write_bytes(b"%PDF-1.7 " + b"x" * 1000)

    desk.set_input_files("audio-upload input", file)

    judged(desk)
    desk.wait_for_selector("audio-upload.refused")
    assert "PDF" in said(desk)


def test_the_form_is_saved_without_the_file_that_went_ahead(desk, large):
    desk.set_input_files("audio-upload input", large)
    judged(desk)
    desk.fill("#id_title", "Longer strings")
    desk.click("[name=_continue]")
    desk.wait_for_selector(".success")

    episode = Episode.objects.get()
    assert (episode.title, episode.audio_bytes) == ("Longer strings", large.stat().st_size)
    assert "long.mp3" in said(desk)


def test_a_file_can_be_dropped(desk):
    desk.evaluate(
        """async bytes => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], 'dropped.mp3'));
          document.querySelector('audio-upload').dispatchEvent(new DragEvent('drop', {dataTransfer: data}));
        }""",
        list(AUDIO.read_bytes()),
    )

    judged(desk)
    assert said(desk).startswith("dropped.mp3: 00:03")
