"""A part of an episode under an address of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from episodes.notes.apply import apply_notes
from tests.factories import CueFactory, EpisodeFactory, LinkFactory, SegmentFactory, TranscriptFactory
from tests.pages import read_page

pytestmark = pytest.mark.django_db

HERE = "/episodes/12/knots/"


@pytest.fixture
def episode(show):
    return EpisodeFactory(show=show, number=12, slug="knots", title="Knots", audio=True)


@pytest.fixture
def bowline(episode):
    return SegmentFactory(
        episode=episode,
        title="The bowline",
        slug="the-bowline",
        start=timedelta(seconds=1),
        html="<p>A loop that holds.</p>",
        text="A loop that holds.",
    )


def read(client, path=f"{HERE}the-bowline/"):
    response = client.get(path)
    assert response.status_code == 200
    return read_page(response)


def test_it_has_its_own_title_description_and_address(client, bowline, show):
    page = read(client)

    assert "The bowline" in page.one("title").text
    assert page.one("meta", name="description")["content"] == "A loop that holds."
    assert page.one("link", rel="canonical")["href"] == f"{show.site_address}{HERE}the-bowline/"
    assert page.one("h1").text.endswith("The bowline")


def test_it_plays_from_its_start_to_its_end(client, bowline, episode):
    SegmentFactory(episode=episode, start=timedelta(seconds=2))

    play = read(client).one("a", class_="go")

    assert (play["data-t"], play["data-until"]) == ("1", "2")
    assert play["href"] == f"{episode.audio_url}#t=1,2"


def test_it_shows_what_was_said(client, bowline, episode):
    SegmentFactory(episode=episode, start=timedelta(seconds=2))
    transcript = TranscriptFactory(episode=episode, chosen=True)
    for second, text in enumerate(("Before.", "Over, under, through.", "After.")):
        CueFactory(transcript=transcript, order=second, start=timedelta(seconds=second), text=text)

    said = read(client).one("section", **{"aria-labelledby": "Said"}).text

    assert "Over, under, through." in said
    assert "Before." not in said
    assert "After." not in said


def test_it_leads_to_its_neighbours(client, bowline, episode):
    SegmentFactory(episode=episode, title="The sheet bend", slug="the-sheet-bend")

    assert read(client).one("a", rel="next")["href"] == f"{HERE}the-sheet-bend/"
    assert read(client, f"{HERE}the-sheet-bend/").one("a", rel="prev")["href"] == f"{HERE}the-bowline/"


def test_a_wrong_slug_of_the_episode_leads_to_the_right_address(client, bowline):
    response = client.get("/episodes/12/nets/the-bowline/")

    assert (response.status_code, response["Location"]) == (301, f"{HERE}the-bowline/")


def test_an_old_slug_leads_to_the_new_one(client, bowline):
    bowline.slug = "bowline"
    bowline.save()

    assert client.get(f"{HERE}the-bowline/")["Location"] == f"{HERE}bowline/"


def test_the_page_of_a_draft_is_not_there(client, show):
    draft = SegmentFactory(episode=EpisodeFactory(show=show, draft=True, number=13, slug="nets"))

    assert client.get(f"/episodes/13/nets/{draft.slug}/").status_code == 404


def test_lists_of_links_and_what_never_was_have_no_page(client, episode):
    links = SegmentFactory(episode=episode, kind="links", title="Links")

    assert client.get(f"{HERE}{links.slug}/").status_code == 404
    assert client.get(f"{HERE}nothing/").status_code == 404


def test_a_segment_called_transcript_does_not_hide_the_transcript(show):
    episode = EpisodeFactory(show=show, notes="# Episode 1\n\n**Ada #1:** [Transcript](https://a.example)\n")

    apply_notes(episode)

    assert episode.segments.get().slug == "transcript-2"


def test_the_episode_leads_to_the_page_of_each_part(client, bowline, show):
    page = read(client, HERE)

    assert page.one("a", href=f"{HERE}the-bowline/")
    assert page.one("button", **{"data-copy": f"{show.site_address}{HERE}the-bowline/"})


def cover(show, number, url, **values):
    segment = SegmentFactory(episode=EpisodeFactory(show=show, number=number, slug=f"e{number}"), **values)
    LinkFactory(segment=segment, url=url)
    return segment


def before(client, path=HERE):
    return [line.text for line in read(client, path).all("p", class_="before")]


def test_earlier_parts_on_the_same_thing_are_named(client, show):
    cover(show, 10, "https://github.com/ropes/bowline", title="Bowline 1.0")
    cover(show, 11, "https://github.com/ropes/bowline/releases", title="Bowline 2.0")
    cover(show, 12, "http://github.com/Ropes/Bowline")

    (line,) = before(client, "/episodes/12/e12/")

    assert "11 Bowline 2.0" in line
    assert "10 Bowline 1.0" in line


def test_later_parts_drafts_and_paid_messages_are_not_named(client, show):
    url = "https://github.com/ropes/bowline"
    cover(show, 9, url, kind="sponsor")
    cover(show, 12, url)
    cover(show, 13, url)
    LinkFactory(segment__episode=EpisodeFactory(show=show, draft=True), url=url)

    assert before(client, "/episodes/12/e12/") == []


def test_what_every_episode_links_to_is_not_named(client, show):
    for number in range(20):
        cover(show, number, "https://tincan.example/live")

    assert before(client, "/episodes/19/e19/") == []


def test_more_than_three_are_counted(client, show):
    for number in range(1, 7):
        cover(show, number, "https://github.com/ropes/bowline")

    (line,) = before(client, "/episodes/6/e6/")

    assert "and 2 more" in line


def test_the_page_costs_the_same_with_more_parts(client, show, bowline, episode):
    TranscriptFactory(episode=episode, chosen=True)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(client)
        return len(captured)

    before = queries()
    for number in range(20, 25):
        LinkFactory(segment=SegmentFactory(episode=episode), url="https://github.com/ropes/bowline")
        cover(show, number, "https://github.com/ropes/bowline")
    assert queries() == before
