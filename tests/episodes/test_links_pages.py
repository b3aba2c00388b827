"""Everything a show linked to: by project, by site, and where."""

from __future__ import annotations

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from episodes.models import Link
from episodes.notes.apply import apply_notes
from tests.factories import EpisodeFactory, LinkFactory, SegmentFactory
from tests.pages import read_page

pytestmark = pytest.mark.django_db

FLASK = "/links/projects/github.com/pallets/flask/"


@pytest.fixture
def flask(show):
    """Three episodes that linked to one repository in three ways."""
    urls = ("https://github.com/pallets/flask", "https://github.com/Pallets/Flask/issues/1")
    for url in (*urls, "http://github.com/pallets/flask.git"):
        LinkFactory(segment__episode__show=show, segment__title="Flask again", url=url, text="Flask")


def test_projects_are_listed_with_the_number_of_episodes(client, flask):
    page = read_page(client.get("/links/"))

    link = page.one("a", href=FLASK)
    assert link.text == "pallets/flask"
    assert "3 episodes" in page.one("section", **{"aria-labelledby": "Projects"}).text


def test_a_project_has_a_page_with_every_place(client, flask):
    page = read_page(client.get(FLASK))

    assert page.one("h1").text == "pallets/flask"
    assert len(page.all("li", class_="linked")) == 3


def test_a_site_has_a_page_with_every_place(client, flask):
    page = read_page(client.get("/links/sites/github.com/"))

    assert len(page.all("li", class_="linked")) == 3


def test_a_project_has_a_feed_of_its_own(client, show):
    episode = EpisodeFactory(show=show, audio=True, title="About Flask")
    EpisodeFactory(show=show, audio=True, title="About nothing")
    LinkFactory(segment__episode=episode, url="https://github.com/pallets/flask")

    feed = feedparser.parse(client.get(f"{FLASK}feed.xml").content)

    assert [item.title for item in feed.entries] == ["About Flask"]


def test_what_nobody_linked_to_has_no_page(client, flask):
    for path in (
        "/links/projects/github.com/a/b/",
        "/links/sites/example.org/",
        "/links/projects/x/feed.xml",
    ):
        assert client.get(path).status_code == 404


def test_drafts_and_paid_messages_are_not_counted(client, show):
    draft = EpisodeFactory(show=show, draft=True)
    LinkFactory(segment__episode=draft, url="https://github.com/secret/draft")
    LinkFactory(segment=SegmentFactory(episode__show=show, kind="sponsor"), url="https://github.com/paid/for")

    page = client.get("/links/").content.decode()

    assert "secret/draft" not in page
    assert "paid/for" not in page
    assert client.get("/links/projects/github.com/secret/draft/").status_code == 404


def test_links_of_another_show_are_not_shown(client, show, flask):
    LinkFactory(url="https://elsewhere.example/x")

    assert "elsewhere.example" not in client.get("/links/", headers={"host": show.host_name}).content.decode()


def test_what_a_listener_remembers_of_an_address_is_found(client, flask, show):
    LinkFactory(segment__episode__show=show, url="https://other.example/")

    page = read_page(client.get("/links/?q=pallets"))

    assert len(page.all("li", class_="linked")) == 3
    assert "other.example" not in page.text


def test_notes_tell_their_links_what_they_lead_to(show):
    episode = EpisodeFactory(
        show=show, notes="# Episode 1\n\n**Ada #1:** [Flask](https://github.com/pallets/flask/)\n"
    )

    apply_notes(episode)

    assert Link.objects.get().project == "github.com/pallets/flask"


def test_the_page_costs_the_same_with_more_links(client, show, flask):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/links/").status_code == 200
        return len(captured)

    before = queries()
    for _ in range(5):
        LinkFactory(segment__episode__show=show)
    assert queries() == before


def test_a_project_page_costs_the_same_with_more_links(client, show, flask):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(FLASK).status_code == 200
        return len(captured)

    before = queries()
    for _ in range(5):
        LinkFactory(segment__episode__show=show, url="https://github.com/pallets/flask/wiki")
    assert queries() == before
