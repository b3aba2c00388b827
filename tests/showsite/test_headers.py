"""What every answer carries, and what no public answer carries."""

from __future__ import annotations

import logging

import pytest

from showsite.logs import JsonFormatter, PlainFormatter
from tests.factories import EpisodeFactory, TranscriptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(show):
    episode = EpisodeFactory(show=show, audio=True)
    TranscriptFactory(episode=episode)
    return [
        "/",
        "/episodes/",
        "/feed.xml",
        "/search/?q=x",
        "/sitemap.xml",
        "/robots.txt",
        "/nothing-here/",
        episode.get_absolute_url(),
        episode.transcript_url,
        episode.transcript_vtt_url,
        episode.audio_url,
    ]


def test_every_answer_has_a_strict_content_security_policy(client, pages):
    for page in pages:
        policy = client.get(page)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_no_public_answer_sets_a_cookie_or_varies_on_one(client, pages, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("host"))
    for page in pages:
        response = client.get(page)
        assert not response.cookies, page
        assert "Cookie" not in response.get("Vary", ""), page


@pytest.mark.parametrize("page", ["/", "/episodes/"])
def test_a_server_in_front_may_keep_a_public_page_for_a_moment(client, pages, page):
    said = client.get(page)["Cache-Control"]

    assert said == "public, max-age=0, s-maxage=1, stale-if-error=86400"


@pytest.mark.parametrize("page", ["/search/?q=x", "/nothing-here/"])
def test_what_is_made_anew_each_time_is_not_for_keeping(client, pages, page):
    assert "Cache-Control" not in client.get(page)


def test_a_page_for_a_host_who_is_signed_in_is_not_for_keeping(client, pages, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("host"))

    assert "Cache-Control" not in client.get("/")


def test_a_head_request_gets_the_headers_of_get_and_no_body(client, pages):
    for page in pages:
        head, get = client.head(page), client.get(page)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.get("Content-Length") == get.get("Content-Length")


def test_a_request_is_logged_with_its_path_and_without_its_query(client, show, caplog):
    with caplog.at_level(logging.INFO, "showsite.requests"):
        client.get("/episodes/?secret=hush")

    assert "GET /episodes/ 200" in caplog.text
    assert "hush" not in caplog.text


def test_a_request_keeps_the_id_that_the_front_server_gave_it(client, show):
    assert client.get("/", headers={"X-Request-ID": "abcdef123456"})["X-Request-ID"] == "abcdef123456"


def test_an_id_that_could_forge_a_log_line_is_replaced(client, show):
    answer = client.get("/", headers={"X-Request-ID": "abc\tERROR forged line"})["X-Request-ID"]

    assert "forged" not in answer


@pytest.mark.parametrize("formatter", [PlainFormatter(), JsonFormatter()], ids=["plain", "json"])
def test_a_log_message_stays_on_its_line(formatter):
    record = logging.LogRecord("x", logging.INFO, "", 0, "one\nERROR two", None, None)
    record.request_id = "id"

    assert "\n" not in formatter.format(record)
