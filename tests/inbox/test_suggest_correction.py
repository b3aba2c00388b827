"""A listener says what was really said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.models import Correction
from tests.factories import CorrectionFactory, CueFactory, EpisodeFactory, TranscriptFactory
from tests.inbox.conftest import stamped_for
from tests.pages import read_page

pytestmark = pytest.mark.django_db

PAGE = "/episodes/12/knots/transcript/correct/"


def see(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return read_page(response)


def test_the_page_shows_what_was_said_at_a_moment(listener, cue):
    page = see(listener, f"{PAGE}?at=10")

    assert [line.text for line in page.all("p", class_="said")] == [
        *("Hello there.", "I like bow lions.", "So do I."),
    ]
    assert page.one("textarea").text == "I like bow lions."
    assert page.one("meta", name="robots")["content"] == "noindex"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("0", "Hello there."),
        ("8.79", "Hello there."),
        ("8.8", "I like bow lions."),
        ("13.19", "I like bow lions."),
        ("99999", "So do I."),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e99", None),
        ("soon", None),
    ],
)
def test_the_moment_says_which_line(listener, cue, at, said):
    response = listener.get(f"{PAGE}?at={at}")

    assert response.status_code == (200 if said else 404)
    assert said is None or read_page(response).one("textarea").text == said


def test_a_moment_as_the_transcript_writes_it_finds_its_line(listener, transcript):
    CueFactory(transcript=transcript, order=4, start=timedelta(seconds=20.004), text="To the millisecond.")

    assert see(listener, f"{PAGE}?at=20").one("textarea").text == "To the millisecond."


def test_the_lines_beside_it_can_be_corrected_too(listener, cue):
    links = see(listener, f"{PAGE}?at=8.8").one("main").all("a", class_="time")

    assert [link["href"] for link in links] == ["?at=4.4", "?at=13.2"]
    assert links[0].text == "Correct the line at 00:04"


def test_a_correction_is_kept_with_the_line_as_it_was(correct, cue):
    answer = correct(suggestion="I like\r\nbowlines.", remark="It is a knot.")

    correction = Correction.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, correction.get_absolute_url())
    assert (correction.episode, correction.start) == (cue.transcript.episode, cue.start)
    assert (correction.text, correction.suggestion) == ("I like bow lions.", "I like bowlines.")
    assert (correction.remark, correction.state) == ("It is a knot.", "waiting")


def test_no_cookie_is_set(correct, listener):
    listener.get(PAGE)
    correct()

    assert not listener.cookies


def test_a_line_that_stays_as_it_is_is_no_correction(correct):
    response = correct(suggestion=" I like  bow lions. ")

    assert response.status_code == 422
    assert (
        read_page(response)
        .one(role="alert")
        .one("a", href="#In-suggestion")
        .text.startswith("The line reads so already")
    )


@pytest.mark.parametrize(
    "fields",
    [{"suggestion": " "}, {"suggestion": "x" * 2018}, {"remark": "x" * 501}],
    ids=["no", "long", "remark"],
)
def test_too_little_and_too_much_is_refused(correct, fields):
    assert correct(**fields).status_code == 422


def test_a_line_that_has_changed_meanwhile_is_shown_again(correct, cue):
    seen = stamped_for(cue)
    cue.text = "I like bowlines very much."
    cue.save()

    response = correct(suggestion="I like bowlines.", stamp=seen)

    assert response.status_code == 422
    assert "I like bowlines very much." in read_page(response).one("main").text
    assert read_page(response).one("textarea").text == "I like bowlines."


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_only_published_episodes_have_the_page(admin_client, show, state):
    episode = EpisodeFactory(show=show, number=12, slug="knots", **{state: True})
    CueFactory(transcript=TranscriptFactory(episode=episode))

    assert admin_client.get(PAGE).status_code == 404
    assert admin_client.post(PAGE).status_code == 404


def test_without_a_transcript_there_is_nothing_to_correct(client, show):
    EpisodeFactory(show=show, number=12, slug="knots")

    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("how", [{"has_times": False}, {"chosen": False}], ids=["no times", "not chosen"])
def test_only_lines_that_the_public_can_follow_are_corrected(client, transcript, how):
    type(transcript).objects.filter(pk=transcript.pk).update(**how)

    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("state", "title"),
    [("waiting", "Thank you"), ("applied", "It was put right"), ("not used", "It was not used")],
)
def test_the_private_page_says_what_became_of_it(client, show, state, title):
    episode = EpisodeFactory(show=show, number=12)
    correction = CorrectionFactory(
        episode=episode, state=state, note="Well heard.", suggestion="<b>Knots</b>"
    )

    page = see(client, correction.get_absolute_url()).one("main")

    assert page.one("h1").text == title
    assert (page.one("ins").text, page.one("del").text) == ("<b>Knots</b>", correction.text)
    assert "Well heard." in page.text


def test_the_private_page_is_in_no_cache_and_no_index(client, show):
    response = client.get(CorrectionFactory(episode__show=show).get_absolute_url())

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_private_page_goes_away_with_the_episode(client, show):
    correction = CorrectionFactory(episode=EpisodeFactory(show=show, draft=True))

    assert client.get(correction.get_absolute_url()).status_code == 404


def test_a_page_costs_as_many_queries_however_long_the_transcript(
    listener, transcript, django_assert_max_num_queries
):
    for order in range(4, 60):
        CueFactory(transcript=transcript, order=order)

    with django_assert_max_num_queries(8):
        listener.get(f"{PAGE}?at=30")
