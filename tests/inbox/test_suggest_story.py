"""A listener suggests a story, and sees what became of it."""

from __future__ import annotations

import pytest

from inbox.models import Story
from tests.factories import (
    EpisodeFactory,
    LinkFactory,
    PersonFactory,
    SegmentFactory,
    ShowHostFactory,
    StoryFactory,
)
from tests.inbox.conftest import STORY
from tests.pages import read_page

pytestmark = pytest.mark.django_db


def see(client, story):
    response = client.get(story.get_absolute_url())
    assert response.status_code == 200
    return read_page(response).one("main")


def test_the_page_asks_for_a_link_and_a_reason(listener, show):
    page = read_page(listener.get("/submit/"))

    labels = [label.text for label in page.one("form", method="post").all("label")]
    assert labels == [
        *("Leave this empty", "Link", "Why it matters", "A story", "A short extra", "A joke"),
        "Your name on air optional",
    ]


def test_the_button_names_the_hosts(listener, show):
    for name in ("Ada Moss", "Bo Lind"):
        ShowHostFactory(show=show, person=PersonFactory(name=name))

    page = read_page(listener.get("/submit/"))

    assert page.one("form", method="post").one("button").text == "Send it to Ada and Bo"


def test_every_page_leads_to_it(client, show):
    assert (
        read_page(client.get("/episodes/")).one("footer").one("a", href="/submit/").text == "Suggest a story"
    )


def test_what_is_sent_is_kept(suggest, show):
    suggest(why="It holds.\r\nAnd it opens again.")

    story = Story.objects.get()
    assert (story.show, story.url, story.why) == (show, STORY["url"], "It holds.\nAnd it opens again.")
    assert (story.kind, story.name, story.state) == ("topic", "Piet", "waiting")


def test_the_answer_leads_to_a_private_page(suggest, listener):
    answer = suggest()

    assert answer.status_code == 303
    assert len(Story.objects.get().token) == 32
    page = see(listener, Story.objects.get())
    assert answer["Location"] == Story.objects.get().get_absolute_url()
    assert page.one("h1").text == "Thank you"
    assert page.one("a", href=STORY["url"])["rel"] == "ugc nofollow noopener"


def test_the_private_page_is_in_no_cache_and_no_index(suggest, listener):
    response = listener.get(suggest()["Location"])

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert read_page(response).one("meta", name="robots")["content"] == "noindex"


def test_no_cookie_is_set(suggest, listener):
    suggest()
    listener.get("/submit/")
    suggest(url="")

    assert not listener.cookies


def test_another_show_does_not_know_it(client, show):
    story = StoryFactory()

    assert client.get(story.get_absolute_url(), headers={"host": "testserver"}).status_code == 404
    assert client.get("/submit/no-such-token/").status_code == 404


def test_what_is_wrong_is_said_beside_the_field_and_at_the_top(suggest):
    response = suggest(url="javascript:alert(1)", why="")

    page = read_page(response)
    assert response.status_code == 422
    assert page.one("title").text.startswith("Error: ")
    links = page.one(role="alert").all("a")
    assert [(link["href"], link.text) for link in links] == [
        ("#In-url", "Write a whole web address, such as https://example.org/page"),
        ("#In-why", "Tell us why it matters, in a sentence or two"),
    ]
    assert page.one(id="In-url_error").text == links[0].text
    field = page.one("input", id="In-url")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "In-url_helptext In-url_error")
    assert not Story.objects.exists()


def test_nothing_typed_is_lost(suggest):
    page = read_page(suggest(url="", why="Because <b>."))

    assert page.one("textarea").text == "Because <b>."
    assert page.one("input", name="name")["value"] == "Piet"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://files.example/x",
            "javascript:alert(1)",
            "data:text/html,x",
            "//",
            "knots",
            "https://a b.example",
        ),
        "https://knots.example/" + "x" * 2000,
    ],
)
def test_only_addresses_of_the_web_are_taken(suggest, url):
    assert suggest(url=url).status_code == 422


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("knots.example/x", "https://knots.example/x"),
        ("HTTP://knots.example", "http://knots.example"),
        ("https://knots.example/" + "x" * 1978, "https://knots.example/" + "x" * 1978),
    ],
    ids=["no scheme", "capitals", "2000"],
)
def test_an_address_is_taken_as_people_write_it(suggest, typed, kept):
    assert suggest(url=typed).status_code == 303
    assert Story.objects.get().url == kept


@pytest.mark.parametrize(
    "fields",
    [{"why": "x" * 2001}, {"name": "x" * 101}, {"kind": "sponsor"}, {"why": "\0"}, {"name": "\0"}],
    ids=["why", "name", "kind", "nul", "nul name"],
)
def test_what_is_too_long_or_unknown_is_refused(suggest, fields):
    assert suggest(**fields).status_code == 422


def test_two_thousand_characters_of_many_lines_are_taken(suggest):
    assert suggest(why="x\r\n" * 1000).status_code == 303


def test_what_listeners_type_is_text(suggest, listener):
    suggest(why="<script>alert(1)</script>", name="<b>Piet", url="https://knots.example/<script>")

    html = listener.get(Story.objects.get().get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    assert "<b>Piet" not in html
    assert "/<script>" not in html


@pytest.mark.parametrize("spelling", ["https://knots.example/bowline", "http://www.knots.example/bowline/"])
@pytest.mark.parametrize("row", [SegmentFactory, LinkFactory])
def test_a_page_that_was_covered_is_told_and_taken_anyway(suggest, listener, show, spelling, row):
    episode = EpisodeFactory(show=show, number=12)
    of = {"episode": episode} if row is SegmentFactory else {"segment__episode": episode}
    row(url=spelling, **of)

    suggest(url="https://knots.example/bowline?utm_source=letter#part")

    page = see(listener, Story.objects.get())
    assert "Episode 12 covered it" in page.text
    assert page.one("a", href=episode.get_absolute_url())


def test_a_draft_that_covers_it_is_not_named(suggest, listener, show):
    SegmentFactory(episode=EpisodeFactory(show=show, draft=True), url=STORY["url"])

    suggest()

    assert "covered" not in see(listener, Story.objects.get()).text


def test_another_show_that_covered_it_is_not_named(suggest, listener, show):
    SegmentFactory(url=STORY["url"])
    show.host_name = "testserver"
    show.save()

    suggest()

    assert "covered" not in see(listener, Story.objects.get()).text


def test_a_link_that_was_sent_before_is_told(suggest, listener, show):
    first = StoryFactory(show=show, url=STORY["url"] + "/")

    suggest()

    assert "before you" in see(listener, Story.objects.exclude(pk=first.pk).get()).text
    assert "before you" not in see(listener, first).text


@pytest.mark.parametrize(
    ("state", "title"),
    [("waiting", "Thank you"), ("planned", "It is planned"), ("not used", "It was not used")],
)
def test_the_private_page_says_what_became_of_it(client, show, state, title):
    page = see(client, StoryFactory(show=show, state=state, note="We had it last year."))

    assert page.one("h1").text == title
    assert "We had it last year." in page.text


def test_the_private_page_leads_to_the_episode(client, show):
    episode = EpisodeFactory(show=show, number=12)

    page = see(client, StoryFactory(show=show, state="used", episode=episode))

    assert page.one("h1").text == "It was used"
    assert page.one("a", href=episode.get_absolute_url()).text == "Episode 12"


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_an_episode_that_is_not_public_yet_is_not_named(client, show, state):
    episode = EpisodeFactory(show=show, number=12, **{state: True})

    page = see(client, StoryFactory(show=show, state="used", episode=episode))

    assert page.one("h1").text == "It is planned"
    assert "12" not in page.one(class_="lead").text
    assert not page.all("a", href=episode.get_absolute_url())


def test_the_private_page_costs_as_many_queries_whatever_there_is(
    client, show, django_assert_max_num_queries
):
    stories = [StoryFactory(show=show, url=STORY["url"]) for _ in range(5)]
    for _ in range(3):
        SegmentFactory(episode=EpisodeFactory(show=show), url=STORY["url"])

    with django_assert_max_num_queries(7):
        see(client, stories[-1])
