"""What keeps programs and strangers' pages out, without a cookie, a captcha or a script."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.db import connection
from django.test import Client

from inbox.decoys import decoy
from inbox.limits import forget_senders, may_send
from inbox.models import Correction, Salt, Sender, Story
from tests.inbox.conftest import STORY
from tests.inbox.stamped import stamped
from tests.pages import read_page

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
STORIES, CORRECTIONS = Sender.Kind.STORY, Sender.Kind.CORRECTION


def errors_on(response):
    return [item.text for item in read_page(response).one(role="alert").all("li")]


def test_a_form_that_a_program_filled_in_is_not_kept_and_the_answer_looks_as_if(suggest, listener):
    answer = suggest(homepage="https://spam.example", stamp="")

    assert answer.status_code == 303
    page = listener.get(answer["Location"])
    assert page.status_code == 200
    assert read_page(page).one("h1").text == "Thank you"
    assert not Story.objects.exists()


def test_a_token_that_was_made_up_is_no_decoy(listener, show):
    token = decoy()

    assert listener.get(f"/submit/{token}/").status_code == 200
    assert listener.get(f"/submit/{token[:-1]}x/").status_code == 404


def test_people_neither_see_nor_reach_the_trap(listener, show):
    trap = read_page(listener.get("/submit/")).one("input", name="homepage")

    assert (trap["tabindex"], trap["autocomplete"], trap["value"] if "value" in trap.attributes else "") == (
        *("-1", "off"),
        "",
    )
    assert read_page(listener.get("/submit/")).one("p", class_="vh", aria_hidden="true").all("input")


def test_a_form_that_is_sent_at_once_is_asked_for_again_with_the_text_kept(suggest, listener):
    fresh = read_page(listener.get("/submit/")).one("input", name="stamp")["value"]

    response = suggest(stamp=fresh)

    assert response.status_code == 422
    assert "faster than anybody reads" in errors_on(response)[0]
    page = read_page(response)
    assert page.one("textarea").text == STORY["why"]
    assert page.one("input", name="stamp")["value"] == fresh


@pytest.mark.parametrize(
    "stamp",
    [
        *("", "rubbish", "::", "\0"),
        stamped("story", timedelta(hours=12, seconds=2)),
        stamped("correction"),
        stamped("story")[:-1],
    ],
    ids=["none", "rubbish", "empty", "nul", "too old", "of another form", "forged"],
)
def test_a_form_that_was_open_for_long_or_never_is_asked_for_again(suggest, stamp):
    response = suggest(stamp=stamp)

    assert response.status_code == 422
    assert "open for long" in errors_on(response)[0]
    assert read_page(response).one("textarea").text == STORY["why"]
    assert read_page(response).one("input", name="stamp")["value"] != stamp
    assert not Story.objects.exists()


@pytest.mark.parametrize("ago", [timedelta(seconds=4), timedelta(hours=11, minutes=59)])
def test_a_form_may_take_its_time(suggest, ago):
    assert suggest(stamp=stamped("story", ago)).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_what_a_page_of_another_site_sends_is_refused(suggest, headers):
    assert suggest(Client(headers=headers)).status_code == 403
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}], ids=str
)
def test_our_own_pages_and_old_browsers_may_send(suggest, headers):
    assert suggest(Client(headers=headers)).status_code == 303


def test_a_host_who_is_signed_in_is_nobody_here(admin_client, suggest, cue):
    for response in (
        admin_client.get("/submit/"),
        admin_client.get("/episodes/12/knots/transcript/correct/"),
        admin_client.get(suggest()["Location"]),
        suggest(admin_client),
    ):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_five_stories_an_hour_are_enough(suggest):
    assert [suggest().status_code for _ in range(6)] == [303] * 5 + [429]
    assert Story.objects.count() == 5


def test_who_is_refused_keeps_the_text(suggest):
    response = [suggest() for _ in range(6)][-1]

    assert "send it in an hour" in errors_on(response)[0]
    assert read_page(response).one("title").text.startswith("Error: ")
    assert read_page(response).one("textarea").text == STORY["why"]


def test_twenty_corrections_an_hour_are_enough(correct):
    assert [correct().status_code for _ in range(21)] == [303] * 20 + [429]
    assert Correction.objects.count() == 20


def test_what_was_not_kept_does_not_count(suggest):
    for _ in range(6):
        suggest(url="")
        suggest(homepage="x")

    assert suggest().status_code == 303


def test_listeners_are_told_apart_behind_a_known_server(suggest, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    for _ in range(5):
        suggest(Client(headers={"X-Forwarded-For": "198.51.100.7"}))

    assert suggest(Client(headers={"X-Forwarded-For": "198.51.100.7"})).status_code == 429
    assert suggest(Client(headers={"X-Forwarded-For": "198.51.100.8"})).status_code == 303


def test_who_forges_an_address_stays_one_sender(suggest):
    answers = [suggest(Client(headers={"X-Forwarded-For": f"198.51.100.{n}"})) for n in range(6)]

    assert answers[-1].status_code == 429


@pytest.mark.django_db(transaction=True)
def test_who_sends_all_at_once_is_counted_all_the_same():
    def send(_: int) -> bool:
        try:
            return may_send("here", STORIES, NOON)
        finally:
            connection.close()

    may_send("elsewhere", STORIES, NOON)
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(send, range(16))) == 5


def test_the_hour_goes_along(db):
    sent = [may_send("here", STORIES, NOON + timedelta(minutes=10 * n)) for n in range(8)]

    assert sent == [True] * 5 + [False] + [True] * 2


def test_stories_and_corrections_are_counted_apart(db):
    assert all(may_send("here", STORIES, NOON) for _ in range(5))
    assert may_send("here", CORRECTIONS, NOON)
    assert may_send("there", STORIES, NOON)


def test_no_address_is_kept(suggest):
    suggest(Client(REMOTE_ADDR="192.0.2.77"))

    rows = [*Sender.objects.values_list(), *Salt.objects.values_list(), *Story.objects.values_list()]
    assert "192.0.2.77" not in repr(
        [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows]
    )


def test_the_next_day_nothing_of_the_day_before_is_left(db):
    may_send("here", STORIES, NOON)
    before = Sender.objects.get().place

    may_send("here", STORIES, NOON + timedelta(days=1))

    assert bytes(Sender.objects.get().place) != bytes(before)
    assert Salt.objects.count() == 1


def test_hashes_go_also_where_nobody_sends_anything_more(db):
    may_send("here", STORIES, NOON)

    forget_senders.call()

    assert not Sender.objects.exists()
    assert not Salt.objects.exists()
