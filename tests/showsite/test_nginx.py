"""The sample nginx in front: the same files by one address, with ranges and conditions as podcast apps need them."""

from __future__ import annotations

import contextlib
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from episodes.storage import media_storage
from showsite.engines.service import free_ports
from tests.episodes.test_serve_audio import ask
from tests.local_server import local_server
from tests.nginx import program, sample, serving
from tests.processes import wait_for

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 10_000  # two and a half pieces


@contextmanager
def nginx(folder: Path, app: str) -> Iterator[str]:
    """The address of a running nginx with our configuration."""
    if program() is None:
        pytest.skip("nginx is not installed: apt-get install nginx")
    [port] = free_ports(1)
    storage = settings.S3_ENDPOINT_URL.removeprefix("http://")
    site = sample(folder, port, app=app, storage=storage, bucket=settings.S3_BUCKET)
    with serving(folder, port, site):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    with nginx(tmp_path_factory.mktemp("nginx"), "127.0.0.1:9") as address:
        yield address


@pytest.fixture
def behind(tmp_path):
    """An app whose answers a test decides, and nginx in front of it."""
    with local_server() as app, nginx(tmp_path, f"127.0.0.1:{app.port}") as address:
        yield app, address


@pytest.fixture
def file(front, db):
    """A public file as it is reached through nginx."""
    key = media_storage().save("audio/nginx.mp3", ContentFile(CONTENT))
    media_storage().publish(key, "audio/mpeg")
    return f"{front}/public/{key}"


def test_the_whole_file_comes_through(file):
    status, headers, content = ask(file)

    assert (status, headers["Content-Type"], content == CONTENT) == (200, "audio/mpeg", True)
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Content-Encoding"] is None


def test_head_says_what_get_would_send(file):
    status, headers, content = ask(file, "HEAD")

    assert (status, headers["Content-Length"], content) == (200, str(len(CONTENT)), b"")
    assert headers["Content-Type"] == "audio/mpeg"


SIZE, LAST = len(CONTENT), len(CONTENT) - 1


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-1", 206, 0, 2),
        ("bytes=0-1073741822", 206, 0, SIZE),
        ("bytes=1500000-", 206, 1_500_000, SIZE),
        ("bytes=-100", 206, SIZE - 100, SIZE),
        ("bytes=1048570-1048580", 206, 1_048_570, 1_048_581),
        ("bytes=abc", 416, 0, 0),
        ("bytes=5-2", 416, 0, 0),
        ("bytes=99999999-", 416, 0, 0),
        ("lines=0-1", 200, 0, SIZE),
    ],
)
def test_a_range_is_answered(file, asked, status, begin, end):
    answer, headers, content = ask(file, Range=asked)

    assert answer == status
    if status == 206:
        assert content == CONTENT[begin:end]
        assert headers["Content-Range"] == f"bytes {begin}-{end - 1}/{SIZE}"
        assert headers["Content-Type"] == "audio/mpeg"
    elif status == 200:
        assert content == CONTENT


def test_a_download_goes_on_where_it_is_still_the_same_file(file):
    tag = ask(file, "HEAD")[1]["ETag"]

    assert ask(file, Range="bytes=10-19", If_Range=tag)[0] == 206


def test_a_download_of_another_file_begins_anew(file):
    status, _, content = ask(file, Range="bytes=10-", If_Range='"another"')

    assert (status, content == CONTENT) == (200, True)


def test_an_unchanged_file_is_not_sent_again(file):
    tag = ask(file, "HEAD")[1]["ETag"]

    assert ask(file, If_None_Match=tag)[0] == 304


def test_what_is_private_stays_so(front, file):
    key = media_storage().save("audio/secret.mp3", ContentFile(b"secret"))

    assert ask(f"{front}/public/../{key}")[0] in (400, 403, 404, 502)
    assert ask(f"{front}/public/{key}")[0] in (403, 404)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nothing_is_changed_through_it(file, method):
    assert ask(file, method)[0] in (403, 405)


def page(app, body: str, **headers: str) -> None:
    app.page(
        "/", body.encode(), "text/html", **{name.replace("_", "-"): text for name, text in headers.items()}
    )


def body(address: str, **headers: str) -> str:
    return ask(f"{address}/", **headers)[2].decode()


def test_a_page_is_kept_for_as_long_as_it_says(behind):
    app, address = behind
    page(app, "one", Cache_Control="public, max-age=60")
    assert [body(address), body(address), body(address)] == ["one"] * 3

    assert len(app.asked) == 1


def test_a_stampede_for_the_feed_asks_the_app_once(behind):
    app, address = behind

    def slowly(handler) -> None:
        time.sleep(0.5)
        handler.send_response(200)
        handler.send_header("Cache-Control", "public, max-age=60")
        handler.send_header("Content-Length", "3")
        handler.end_headers()
        handler.wfile.write(b"one")

    app.pages["/feed.xml"] = slowly
    with ThreadPoolExecutor(20) as readers:
        assert set(readers.map(lambda _: ask(f"{address}/feed.xml")[2], range(20))) == {b"one"}

    assert len(app.asked) == 1


def test_a_page_that_says_nothing_is_not_kept(behind):
    app, address = behind
    page(app, "one")
    body(address)
    page(app, "two")

    assert body(address) == "two"


@pytest.mark.parametrize("private", ["private, no-store", "no-cache", "private, max-age=60"])
def test_what_is_private_is_not_kept(behind, private):
    app, address = behind
    page(app, "one", Cache_Control=private)
    body(address)
    page(app, "two", Cache_Control=private)

    assert body(address) == "two"


@pytest.mark.parametrize(
    "mine", [{"Cookie": "a=b; __Host-sessionid=x"}, {"Cookie": "sessionid=x"}, {"Authorization": "Bearer x"}]
)
def test_a_host_is_never_given_what_is_kept_nor_is_theirs_kept(behind, mine):
    app, address = behind
    page(app, "for a host", Cache_Control="public, max-age=60")
    assert body(address, **mine) == "for a host"
    page(app, "for all", Cache_Control="public, max-age=60")
    assert body(address) == "for all"
    page(app, "for a host", Cache_Control="public, max-age=60")
    assert body(address, **mine) == "for a host"


def test_a_cookie_that_says_nothing_splits_nothing(behind):
    app, address = behind
    page(app, "one", Cache_Control="public, max-age=60")
    body(address)
    body(address, Cookie="consent=yes")

    assert len(app.asked) == 1


def test_an_old_page_stands_in_while_a_new_one_is_fetched(behind):
    app, address = behind
    page(app, "one", Cache_Control="public, max-age=1, stale-while-revalidate=60")
    body(address)
    page(app, "two", Cache_Control="public, max-age=60")
    time.sleep(1.5)

    assert body(address) == "one"
    wait_for(lambda: body(address) == "two", 5)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_old_page_stands_in_while_the_app_fails(behind, status):
    app, address = behind
    page(app, "one", Cache_Control="public, max-age=1, stale-if-error=60")
    body(address)
    app.pages["/"] = (status, {}, b"trouble")
    time.sleep(1.5)

    assert ask(f"{address}/")[::2] == (200, b"one")


def test_an_old_page_stands_in_while_the_app_is_away(tmp_path):
    with ExitStack() as running:
        app = running.enter_context(local_server())
        with nginx(tmp_path, f"127.0.0.1:{app.port}") as address:
            page(app, "one", Cache_Control="public, max-age=1, stale-if-error=60")
            body(address)
            running.close()
            time.sleep(1.5)

            assert ask(f"{address}/")[::2] == (200, b"one")


def test_what_was_withdrawn_goes_as_soon_as_it_is_asked_for_anew(behind):
    app, address = behind
    page(app, "one", Cache_Control="public, max-age=1, stale-while-revalidate=600, stale-if-error=600")
    body(address)
    del app.pages["/"]
    time.sleep(1.5)
    ask(f"{address}/")

    wait_for(lambda: ask(f"{address}/")[0] == 404, 5)


def test_each_encoding_and_each_kind_of_client_is_kept_apart(behind):
    app, address = behind
    vary = {"Cache_Control": "public, max-age=60", "Vary": "Accept-Encoding, Sec-Fetch-Dest"}
    page(app, "plain", **vary)
    body(address)
    page(app, "explained", **vary)

    assert body(address, Sec_Fetch_Dest="document") == "explained"
    assert body(address) == "plain"


def test_the_app_hears_who_asks_and_by_which_name(behind):
    app, address = behind
    page(app, "one")
    body(address, Host="podcast.example.org", X_Forwarded_For="198.51.100.9")
    heard = app.asked[-1][1]

    assert heard["Host"] == "podcast.example.org"
    assert heard["X-Forwarded-For"] == "198.51.100.9, 127.0.0.1"
    assert heard["X-Forwarded-Proto"] == "http"


def test_the_numbers_of_a_machine_are_not_for_the_world(behind):
    app, address = behind
    app.page("/metrics", b"secrets")

    assert ask(f"{address}/metrics", Authorization="Bearer x")[0] == 404
    assert app.asked == []


def test_what_is_not_kept_waits_for_nobody(behind):
    """Redirects to audio are private, for each counts: at a release thousands ask for the same one at once."""
    app, address = behind
    app.pages["/episodes/1/knots/audio.mp3"] = (302, {"Location": "/x", "Cache-Control": "private"}, b"")
    page(app, "one")
    opener = urllib.request.build_opener(Stay)

    def seconds(path: str) -> float:
        began = time.monotonic()
        with contextlib.suppress(urllib.error.HTTPError):
            opener.open(address + path).read()
        return time.monotonic() - began

    with ThreadPoolExecutor(4) as readers:
        slowest = max(readers.map(seconds, ["/episodes/1/knots/audio.mp3"] * 4))
        slowest_page = max(readers.map(seconds, ["/"] * 4))

    assert slowest < 0.4
    assert slowest_page < 0.4


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None
