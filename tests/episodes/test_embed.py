"""The player in other people's pages, and how their software finds it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import EpisodeFactory, SegmentFactory
from tests.pages import read_page

pytestmark = pytest.mark.django_db

HERE = "/episodes/12/knots/"


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show, number=12, slug="knots", title="Knots & nets", audio=True)


@pytest.fixture
def bowline(episode):
    SegmentFactory(episode=episode, start=timedelta(seconds=2))
    return SegmentFactory(episode=episode, title="Bowline", slug="bowline", start=timedelta(seconds=1))


def test_any_page_may_frame_it(client, episode):
    response = client.get(f"{HERE}embed/")

    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies


def test_no_other_page_may_be_framed(client, episode):
    response = client.get(HERE)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_it_plays_the_episode_and_leads_to_its_page(client, episode, show):
    page = read_page(client.get(f"{HERE}embed/"))

    assert page.one("audio")["src"] == episode.audio_url
    assert page.one("link", rel="canonical")["href"] == f"{show.site_address}{HERE}"
    assert page.one("p", class_="h3").one("a")["target"] == "_blank"


def test_a_segment_alone_ends_where_it_ends(client, bowline):
    player = read_page(client.get(f"{HERE}bowline/embed/")).one("episode-player")

    assert (player["data-from"], player["data-until"]) == ("1", "2")
    assert player.one("audio")["src"].endswith("#t=1,2")


@pytest.mark.parametrize(
    ("theme", "named"), [("dark", "dark"), ("light", "light"), ('"><script>', None), ("", None)]
)
def test_it_comes_light_or_dark(client, episode, theme, named):
    page = read_page(client.get(f"{HERE}embed/", {"theme": theme}))

    assert page.one("html").attributes.get("class") == named


def test_drafts_silent_episodes_and_what_never_was_have_none(client, show, episode):
    EpisodeFactory(show=show, number=13, slug="draft", draft=True)
    EpisodeFactory(show=show, number=14, slug="silent")

    for path in ("/episodes/13/draft/embed/", "/episodes/14/silent/embed/", f"{HERE}nothing/embed/"):
        assert client.get(path).status_code == 404


def test_a_wrong_slug_leads_to_the_right_address(client, episode):
    assert client.get("/episodes/12/wrong/embed/")["Location"] == f"{HERE}embed/"


def ask(client, show, path, **values):
    return client.get("/oembed", {"url": f"{show.site_address}{path}", **values})


def test_pages_say_where_their_player_is_asked_for(client, show, bowline):
    for path in (HERE, f"{HERE}bowline/"):
        address = read_page(client.get(path)).one("link", type="application/json+oembed")["href"]
        assert client.get(address.removeprefix(show.site_address)).json()["type"] == "rich"


def test_the_answer_is_a_frame(client, show, episode):
    answer = ask(client, show, HERE).json()

    assert (answer["version"], answer["provider_name"]) == ("1.0", show.title)
    assert f'src="{show.site_address}{HERE}embed/"' in answer["html"]
    assert "Knots &amp; nets" in answer["html"]
    assert answer["thumbnail_url"] == show.absolute(episode.card_url)


def test_a_segment_has_its_own(client, show, bowline):
    assert f"{HERE}bowline/embed/" in ask(client, show, f"{HERE}bowline/").json()["html"]


@pytest.mark.parametrize(("asked", "given"), [("320", 320), ("9999", 640), ("1", 240), ("x", 640)])
def test_it_is_no_wider_than_asked(client, show, episode, asked, given):
    assert ask(client, show, HERE, maxwidth=asked).json()["width"] == given


def test_it_answers_in_xml_too(client, show, episode):
    document = ET.fromstring(ask(client, show, HERE, format="xml").content)

    assert document.findtext("title") == "12 · Knots & nets"


def test_another_form_is_not_there(client, show, episode):
    assert ask(client, show, HERE, format="yaml").status_code == 501


@pytest.mark.parametrize(
    "url", ["", "https://elsewhere.example/episodes/12/knots/", "{}/people/", "{}/episodes/99/x/", "{}/never"]
)
def test_other_addresses_have_no_player(client, show, episode, url):
    assert client.get("/oembed", {"url": url.format(show.site_address)}).status_code == 404


def test_it_costs_the_same_with_more_segments(client, episode):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{HERE}embed/")
        return len(captured)

    SegmentFactory(episode=episode)
    before = queries()
    for _ in range(5):
        SegmentFactory(episode=episode)
    assert queries() == before
