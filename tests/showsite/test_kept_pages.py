"""Whole public answers are made once after a change and kept: the same bytes, and nobody's."""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
from datetime import timedelta

import brotli
import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from episodes.models import Episode
from showsite.kept.addresses import KEPT, NEVER
from showsite.kept.page import OF_A_DOCUMENT, Made, Page
from tests.every_page import PATHS, make_show
from tests.factories import EpisodeFactory, ShowFactory
from tests.showsite.site import Site

pytestmark = pytest.mark.django_db

DOCUMENTS = [
    "/feed.xml",
    "/feed.json",
    "/feed/all.xml",
    "/feed/bonus.xml",
    "/feed/transcripts.xml",
    "/people/zoe/feed.xml",
    "/topics/ropes/feed.xml",
    "/links/projects/github.com/ropes/bowline/feed.xml",
    "/episodes/12/knots/chapters.json",
    "/episodes/12/knots/transcript.vtt",
    "/episodes/12/knots/transcript.json",
    "/robots.txt",
    "/llms.txt",
    "/opensearch.xml",
    "/site.webmanifest",
    "/sitemap.xml",
    "/sitemap-episodes.xml",
    "/episodes/12/knots/embed/?theme=dark",
]
NOT_KEPT = [
    "archive, asked",
    "links, asked",
    "results",
    "no results",
    "search",
    "submit",
    "correct",
    "ended short link",
    "not found",
]
PAGES = [path for name, path in PATHS.items() if name not in NOT_KEPT]
EVERY = [*PAGES, *DOCUMENTS]
HOSTILE = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-For": "10.0.0.1",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "POST",
    "Forwarded": "host=evil.example",
    "Authorization": "Basic aG9zdDpob3N0",
    "Accept-Language": "de",
    "Accept": "application/json",
    "Range": "bytes=0-9",
    "Cookie": "sessionid=nobody; csrftoken=x; django_language=de",
    "Origin": "https://evil.example",
    "User-Agent": "<script>",
    "Sec-Fetch-Mode": "cors",
    "If-Modified-Since": "Sat, 29 Oct 2033 19:43:31 GMT",
}


@pytest.fixture(autouse=True)
def _one_connection():
    """A request would close the connection at its end, and with it the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def episode(db):
    return make_show()


@pytest.fixture
def signed_in(django_user_model):
    """The cookie of a host."""
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("host"))
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


@pytest.mark.parametrize("path", EVERY)
def test_what_is_kept_is_what_is_made(site, episode, path):
    made = site.made(path)
    first, kept = site.get(path), site.get(path)
    packed = site.get(path, accept_encoding="gzip")
    better = site.get(path, accept_encoding="gzip, br")

    assert made.status == first.status == kept.status == 200
    assert made.body == first.body == kept.body == gzip.decompress(packed.body)
    assert made.body == brotli.decompress(better.body)
    assert len(site.asked) == 1
    alike = {"etag", "x-request-id", "vary"}
    assert {k: v for k, v in kept.headers.items() if k not in alike} == {
        k: v for k, v in made.headers.items() if k not in alike
    }


@pytest.mark.parametrize("path", EVERY)
def test_what_is_kept_asks_the_database_for_nothing(site, episode, path):
    tag = site.get(path)["ETag"]
    site.get(path, accept_encoding="gzip")

    with CaptureQueriesContext(connection) as queries:
        site.get(path)
        site.get(path, accept_encoding="gzip")
        site.get(path, accept_encoding="br")
        assert site.get(path, if_none_match=tag).status == 304

    assert len(queries) == 0


@pytest.mark.parametrize("path", EVERY)
def test_a_public_page_is_nobodys(site, episode, signed_in, path):
    """The same bytes whoever asks, also where a host with hostile headers asks first."""
    made = site.made(path)
    hostile = HOSTILE | signed_in
    first, later = site.get(path, **hostile), site.get(path)

    assert (first.status, first.body) == (later.status, later.body) == (200, made.body)
    for answer in (first, later, site.made(path, **hostile)):
        varies = {part.strip() for part in answer.headers.get("vary", "").split(",")} - {""}
        assert "set-cookie" not in answer.headers
        assert varies <= {"Accept-Encoding", "Sec-Fetch-Dest"}
    assert "evil.example" not in first.text + str(first.headers)


@pytest.mark.parametrize("path", EVERY)
def test_parameters_that_a_page_does_not_know_are_no_part_of_it(site, episode, path):
    mark = "&" if "?" in path else "?"
    expected = site.get(path)

    for strange in ("utm_source=%3Cscript%3E", "ref=1", "x[]=2&y", "%00=%FF"):
        assert site.get(f"{path}{mark}{strange}").body == expected.body
    assert len(site.shelf) == 1
    assert len(site.asked) == 1


@pytest.mark.parametrize("name", NOT_KEPT)
def test_what_has_no_end_or_belongs_to_somebody_is_never_kept(site, episode, name):
    expected, got = site.made(PATHS[name]), site.get(PATHS[name])

    assert got.status == expected.status
    assert len(site.shelf) == 0


def test_each_form_has_a_strong_tag_of_its_own(site, episode):
    tags = [site.get("/", accept_encoding=offer)["ETag"] for offer in ("", "gzip", "br")]

    assert len(set(tags)) == 3
    assert not any(tag.startswith("W/") for tag in tags)
    assert site.get("/")["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("condition", ["{}", "W/{}", '"other", {}', "*"])
def test_whoever_has_the_page_gets_no_page(site, episode, condition):
    tag = site.get("/", accept_encoding="gzip")["ETag"]

    answer = site.get("/", accept_encoding="gzip", if_none_match=condition.format(tag))

    assert (answer.status, answer.body) == (304, b"")
    assert answer["ETag"] == tag
    assert not {"content-length", "content-type", "content-encoding"} & set(answer.headers)


@pytest.mark.parametrize("path", ["/", "/feed.xml"])
def test_whoever_has_the_page_gets_what_a_cache_needs_and_no_more(site, episode, path):
    page = site.get(path)

    answer = site.get(path, if_none_match=page["ETag"])

    for name in ("cache-control", "vary", "etag", "access-control-allow-origin"):
        assert answer.headers.get(name) == page.headers.get(name)
    assert "content-security-policy" in page.headers
    assert "content-security-policy" not in answer.headers


@pytest.mark.parametrize("name", sorted(OF_A_DOCUMENT))
def test_a_page_that_may_be_shown_otherwise_is_another_page(name):
    """Or browsers would keep what they know of the page that they have."""
    before, after = (Page(Made("200 OK", headers, b"Hello."), None) for headers in ([], [(name, "x")]))

    assert before.identity != after.identity


def test_whoever_has_another_page_gets_this_one(site, episode):
    site.get("/")

    assert site.get("/", if_none_match='"0"').status == 200


def test_head_has_the_headers_of_get_and_no_body(site, episode):
    for _ in range(2):
        head, get = site.get("/", method="HEAD"), site.get("/")
        assert (head.status, head.body) == (200, b"")
        assert head["Content-Length"] == get["Content-Length"] == str(len(get.body))


def test_a_form_that_is_sent_reaches_the_site(site, episode):
    site.get("/")

    assert site.get("/", method="POST").status == 403
    assert len(site.asked) == 2


def test_a_browser_and_an_app_get_what_each_wants_of_a_feed(site, episode):
    app, page = site.get("/feed.xml"), site.get("/feed.xml", sec_fetch_dest="document")

    assert app["Content-Type"].startswith("application/rss+xml")
    assert page["Content-Type"].startswith("text/html")
    assert site.get("/feed.xml", sec_fetch_dest="empty").body == app.body
    assert app["Vary"] == page["Vary"] == "Accept-Encoding, Sec-Fetch-Dest"


def test_a_feed_has_the_same_tags_kept_or_not(site, episode):
    for offer in ("", "gzip", "br"):
        made, kept = (ask("/feed.xml", accept_encoding=offer) for ask in (site.made, site.get))
        assert (made["ETag"], made.body) == (kept["ETag"], kept.body)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "[", ""]
)
def test_a_wrong_host_is_refused_before_and_after_a_page_is_kept(site, episode, host):
    assert site.get("/", host=host).status == 400
    site.get("/")
    assert site.get("/", host=host).status == 400


def test_a_port_changes_nothing(site, episode):
    expected = site.get("/")

    assert site.get("/", host="testserver:8443").body == expected.body
    assert len(site.asked) == 1


def test_pages_of_several_shows_are_kept_apart(site, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example", "old.example"]
    one = ShowFactory(title="One", host_name="one.example")
    ShowFactory(title="Two", host_name="two.example")
    one.old_feeds.create(host_name="old.example", path="/feed.xml")

    assert "<title>One" in site.get("/", host="one.example").text
    assert "<title>Two" in site.get("/", host="two.example").text
    assert site.get("/feed.xml", host="old.example").status == 301
    assert len(site.shelf) == 2


def test_an_old_name_of_the_only_show_still_leads_its_feed_on(site, settings):
    settings.ALLOWED_HOSTS = ["*"]
    show = ShowFactory()
    show.old_feeds.create(host_name="old.example", path="/feed.xml")
    site.get("/feed.xml")

    assert site.get("/feed.xml", host="old.example").status == 301


def test_http_and_https_are_kept_apart(site, episode, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Site()

    assert site.get("/").status == 301
    assert site.get("/", x_forwarded_proto="https").status == 200
    assert site.get("/").status == 301


def test_a_change_is_there_when_a_process_has_looked(site, episode):
    other = Site()
    before = [each.get("/episodes/12/knots/").body for each in (site, other)]

    Episode.objects.filter(pk=episode.pk).update(title="Bowlines")
    for each in (site, other):
        each.watch.look()

    after = [each.get("/episodes/12/knots/") for each in (site, other)]
    assert before[0] == before[1] != after[0].body
    assert after[0].body == after[1].body
    assert "Bowlines" in after[0].text
    assert after[0]["ETag"] == after[1]["ETag"]


def test_a_withdrawn_episode_is_gone(site, episode):
    paths = [path for path in EVERY if path.startswith("/episodes/12/")]
    for path in paths:
        assert site.get(path).status == 200

    Episode.objects.filter(pk=episode.pk).update(published_at=None)
    site.watch.look()

    assert {site.get(path).status for path in paths} == {404}


def test_a_scheduled_episode_appears_at_its_minute(site, episode, monkeypatch):
    later = timezone.now() + timedelta(hours=1)
    EpisodeFactory(show=episode.show, number=13, slug="sheet-bends", title="Sheet bends", published_at=later)
    address = "/episodes/13/sheet-bends/"
    assert "Sheet bends" not in site.get("/").text
    assert site.get(address).status == 404

    monkeypatch.setattr(timezone, "now", lambda: later)
    site.watch.look()

    assert "Sheet bends" in site.get("/").text
    assert site.get(address).status == 200


def test_a_draft_is_never_kept(site, episode, signed_in):
    Episode.objects.filter(pk=episode.pk).update(published_at=None)

    seen = site.get("/episodes/12/knots/", **signed_in)

    assert seen.status == 200
    assert seen["Cache-Control"] == "private, no-store"
    assert site.get("/episodes/12/knots/").status == 404
    assert len(site.shelf) == 0


def test_what_is_not_there_and_what_fails_is_not_kept(site, episode):
    for path in ("/episodes/99/none/", "/people/nobody/", "/episodes/?page=77", "/sitemap-none.xml"):
        assert site.get(path).status == 404
    assert len(site.shelf) == 0


def test_values_that_nobody_would_guess_do_not_fill_the_memory(site, episode):
    for number in range(2, 30):
        site.get(f"/episodes/?page={number}")
        site.get(f"/?page={number}")
        site.get(f"/people/zoe/?page=0{number}")
        site.get(f"/episodes/?q=word{number}&topic=t{number}")
        site.get(f"/episodes/12/knots/embed/?theme=t{number}")
        site.get(f"/feed.xml?page=1&page={number}")

    assert len(site.shelf) == 1  # the first page, which listens to no parameter


def test_memory_is_bounded_and_what_is_asked_for_stays(episode):
    site = Site(most=200_000)
    site.get("/robots.txt")
    for path in EVERY * 3:
        site.get(path)
        site.get("/robots.txt")

    assert 100_000 < site.shelf.bytes <= 200_000
    assert len([one for one in site.asked if one["PATH_INFO"] == "/robots.txt"]) == 1


def test_a_page_that_is_too_large_is_made_each_time(episode):
    site = Site(most=8_000)
    expected = site.made("/")

    assert [site.get("/").body for _ in range(2)] == [expected.body] * 2
    assert site.shelf.bytes <= 8_000


def test_a_stampede_makes_a_page_once(episode):
    entered, go_on, site = threading.Event(), threading.Event(), Site()
    made = []

    def slow(environ, start_response):
        made.append(environ)
        entered.set()
        go_on.wait(5)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"page"]

    site.kept.app = slow
    assert site.watch.shows
    answers = []
    crowd = [threading.Thread(target=lambda: answers.append(site.get("/").body)) for _ in range(8)]
    for one in crowd:
        one.start()
    assert entered.wait(5)
    go_on.set()
    for one in crowd:
        one.join(5)

    assert answers == [b"page"] * 8
    assert len(made) == 1


def test_a_kept_answer_has_an_id_and_a_line_in_the_log(site, episode, caplog):
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.INFO, "showsite.requests"):
            answer = site.get("/?secret=hush", x_request_id="given-by-nginx")
        assert answer["X-Request-ID"] == "given-by-nginx"
        assert [record.message.rsplit(" ", 2)[0] for record in caplog.records] == ["GET / 200"]


def test_every_public_view_is_kept_or_says_why_not():
    names = set(views(get_resolver()))

    assert names - set(KEPT) - set(NEVER) == set()


def views(resolver, prefix=""):
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            if one.namespace != "admin" and not str(one.pattern).startswith("admin/"):
                yield from views(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif one.name and not str(one.pattern).startswith("admin/"):
            yield prefix + one.name


def test_a_tag_names_the_bytes_and_how_they_may_be_shown(site, episode):
    page = site.get("/")

    shown = [page.headers.get(name, "").encode() for name in sorted(OF_A_DOCUMENT)]
    named = hashlib.sha256(b"\n".join([page.body, *shown])).hexdigest()[:32]
    assert page["ETag"] == f'"{named}"'
